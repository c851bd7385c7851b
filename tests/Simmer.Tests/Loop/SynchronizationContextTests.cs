using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

/// <summary>The loop as .NET code sees it: a synchronization context to post and send to.</summary>
public sealed class SynchronizationContextTests
{
    [Fact]
    public void What_is_posted_runs_on_the_loop_and_its_error_is_reported()
    {
        var loop = new TestLoop();
        loop.RunReporting(async () =>
        {
            SynchronizationContext context = GetRunningLoop().SynchronizationContext;
            Assert.Same(context, context.CreateCopy());
            var posted = GetRunningLoop().CreateFuture<object?>();
            context.Post(posted.SetResult, "state");
            Assert.False(posted.IsDone);
            Assert.Equal("state", await posted);
            context.Post(static _ => throw new ArithmeticException("no"), null);
            await Sleep(0);
        });

        Assert.IsType<ArithmeticException>(Assert.Single(loop.Reports).Exception);
    }

    [Fact]
    public void What_its_own_thread_sends_runs_at_once()
    {
        TestLoop.Run(async () =>
        {
            bool ran = false;
            GetRunningLoop().SynchronizationContext.Send(_ => ran = true, null);
            Assert.True(ran);
        });
    }

    [Fact]
    public void What_another_thread_sends_has_run_when_the_call_returns_and_its_error_comes_back()
    {
        RealLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            await ToThread(() =>
            {
                EventLoop? ranOn = null;
                loop.SynchronizationContext.Send(state => ranOn = (EventLoop)state! == GetRunningLoop() ? GetRunningLoop() : null, loop);
                Assert.Same(loop, ranOn);
                Assert.Throws<ArithmeticException>(() => loop.SynchronizationContext.Send(static _ => throw new ArithmeticException("no"), null));
            });
        });
    }

    [Fact]
    public void What_is_sent_to_a_closed_loop_is_an_error_and_what_is_posted_is_dropped()
    {
        var loop = new EventLoop();
        loop.Close();
        Assert.Contains("closed", Assert.Throws<InvalidOperationException>(() => loop.SynchronizationContext.Send(static _ => { }, null)).Message);
        loop.SynchronizationContext.Post(static _ => Assert.Fail("It ran."), null);
    }

    [Fact]
    public void Who_has_sent_to_a_loop_that_closes_is_told_so()
    {
        var loop = new EventLoop();
        Exception? error = null;
        var sender = new Thread(() =>
        {
            try
            {
                loop.SynchronizationContext.Send(static _ => Assert.Fail("It ran."), null);
            }
            catch (Exception caught)
            {
                error = caught;
            }
        });
        sender.Start();
        Assert.True(SpinWait.SpinUntil(() => (sender.ThreadState & ThreadState.WaitSleepJoin) != 0, Until.Patience));
        loop.Close();
        Assert.True(sender.Join(Until.Patience), "The sender still waits.");
        Assert.Contains("closed", Assert.IsType<InvalidOperationException>(error).Message);
    }

    [Fact]
    public void A_context_that_a_step_sets_ends_with_the_iteration()
    {
        TestLoop.Run(async () =>
        {
            SynchronizationContext own = SynchronizationContext.Current!;
            LoopTask task = CreateTask(SetAnother());
            await task;
            Assert.Same(own, SynchronizationContext.Current);

            LoopTask eager = CreateTask(SetAnother(), eagerStart: true);
            Assert.Same(own, SynchronizationContext.Current);
            await eager;
        });

        static async Coroutine SetAnother()
        {
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            await Sleep(0);
            Assert.Same(GetRunningLoop().SynchronizationContext, SynchronizationContext.Current);
        }
    }

    [Fact]
    public void After_an_observers_error_the_loop_can_run_on()
    {
        var loop = new TestLoop { Observer = new FailsOnce() };
        using EventLoop events = loop.MakeLoop();
        Assert.Throws<ArithmeticException>(() => events.RunUntilComplete(Sleeps()));
        Assert.Equal(3, events.RunUntilComplete(Sleep(1, 3)));

        static async Coroutine Sleeps() => await Sleep(1);
    }

    private sealed class FailsOnce : LoopObserver
    {
        private bool _failed;

        public override void StepEnded(LoopTask task)
        {
            if (!_failed)
            {
                _failed = true;
                throw new ArithmeticException("no");
            }
        }
    }
}
