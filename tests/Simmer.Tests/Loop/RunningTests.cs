using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

public sealed class RunningTests
{
    [Fact]
    public void It_runs_until_stopped_and_can_be_run_again()
    {
        using EventLoop loop = new TestLoop().MakeLoop();
        int calls = 0;
        loop.CallSoon(() => calls++);
        loop.CallSoon(loop.Stop);
        loop.CallSoon(() => calls++);
        loop.RunForever();
        Assert.Equal(2, calls);
        Assert.False(loop.IsRunning);

        loop.CallSoon(() =>
        {
            loop.Stop();
            loop.CallSoon(() => calls++);
        });
        loop.RunForever();
        Assert.Equal(2, calls);

        loop.Stop();
        loop.RunForever();
        Assert.Equal(3, calls);
    }

    [Fact]
    public void Run_until_complete_gives_the_result_or_throws_the_error()
    {
        using EventLoop loop = new TestLoop().MakeLoop();
        Assert.Equal(5, loop.RunUntilComplete(Sleep(1, 5)));
        loop.RunUntilComplete(Sleep(1));
        Assert.Equal(2, loop.Time);

        Future<int> future = loop.CreateFuture<int>();
        loop.CallLater(1, () => future.SetResult(7));
        Assert.Equal(7, loop.RunUntilComplete(future));
        Assert.Equal(7, loop.RunUntilComplete(future));
        loop.RunUntilComplete((IAwaitable)future);

        Assert.Throws<ArithmeticException>(() => loop.RunUntilComplete(Fail()));
        Assert.Throws<ArgumentNullException>(() => loop.RunUntilComplete((IAwaitable)null!));

        static async Coroutine Fail() => throw new ArithmeticException();
    }

    [Fact]
    public void Stopped_before_the_future_is_done_it_says_so_and_the_future_can_be_run_on()
    {
        using EventLoop loop = new TestLoop().MakeLoop();
        LoopTask<int> task = loop.CreateTask(Sleep(5, 1));
        loop.CallLater(1, loop.Stop);

        Assert.Contains("stopped before", Assert.Throws<InvalidOperationException>(() => loop.RunUntilComplete(task)).Message, StringComparison.Ordinal);
        Assert.Equal(1, loop.RunUntilComplete(task));
    }

    [Fact]
    public void A_running_loop_is_not_run_again_nor_another_on_its_thread_nor_closed()
    {
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            Assert.True(loop.IsRunning);
            Assert.Same(loop, EventLoop.Current);
            Assert.Contains("already running", Refused(loop.RunForever), StringComparison.Ordinal);
            Assert.Contains("already running", Refused(() => loop.RunUntilComplete(Sleep(0))), StringComparison.Ordinal);
            Assert.Contains("Cannot close a running event loop", Refused(loop.Close), StringComparison.Ordinal);
            using var other = new EventLoop();
            Assert.Contains("while another loop is running", Refused(other.RunForever), StringComparison.Ordinal);
            Assert.Contains("Run cannot be called from a running event loop", Refused(() => Run(Sleep(0))), StringComparison.Ordinal);
            await Sleep(0);
        });
        Assert.Null(EventLoop.Current);

        static string Refused(Action action) => Assert.Throws<InvalidOperationException>(action).Message;
    }

    [Fact]
    public void Closed_it_runs_no_more_and_closing_again_does_nothing()
    {
        EventLoop loop = new TestLoop().MakeLoop();
        int calls = 0;
        loop.CallSoon(() => calls++);
        loop.CallLater(1, () => calls++);
        loop.Close();
        loop.Close();
        loop.Dispose();

        Assert.True(loop.IsClosed);
        Assert.Equal(0, calls);
        Assert.Throws<InvalidOperationException>(loop.RunForever);
        Assert.Throws<InvalidOperationException>(() => loop.RunUntilComplete(Sleep(0)));
        Assert.Throws<InvalidOperationException>(() => loop.RunUntilComplete(Sleep(0, 1)));
        Assert.Contains("closed", loop.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_restores_what_the_thread_had()
    {
        var context = new SynchronizationContext();
        SynchronizationContext? before = SynchronizationContext.Current;
        var local = new AsyncLocal<string> { Value = "mine" };
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            TestLoop.Run(async () =>
            {
                local.Value = "the loop's";
                Assert.Same(GetRunningLoop().SynchronizationContext, SynchronizationContext.Current);
                await Sleep(1);
            });

            Assert.Same(context, SynchronizationContext.Current);
            Assert.Equal("mine", local.Value);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    [Fact]
    public void Loops_on_several_threads_do_not_meet()
    {
        const int Count = 4;
        var errors = new List<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, Count).Select(number => new Thread(() =>
        {
            try
            {
                TestLoop.Run(async () =>
                {
                    EventLoop mine = GetRunningLoop();
                    for (int i = 0; i < 200; i++)
                    {
                        var (a, b) = await Gather(Sleep(1, number), Sleep(2, i));
                        Assert.Equal((number, i), (a, b));
                        Assert.Same(mine, EventLoop.Current);
                        _ = Assert.Single(AllTasks());
                    }
                });
            }
            catch (Exception error)
            {
                lock (errors)
                {
                    errors.Add(error);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => Assert.True(thread.Join(Until.Patience)));

        Assert.Empty(errors);
    }

    [Fact]
    public void A_policy_chooses_what_runs_next_and_a_wrong_choice_is_an_error()
    {
        Assert.Equal(["c", "b", "a"], Order(new Policy(count => count - 1)));
        Assert.Equal(["a", "b", "c"], Order(new Policy(_ => 0)));
        var error = Assert.Throws<InvalidOperationException>(() => Order(new Policy(count => count)));
        Assert.Contains("Policy chose item 3 of 3", error.Message, StringComparison.Ordinal);

        static List<string> Order(SchedulePolicy policy)
        {
            var log = new List<string>();
            using EventLoop loop = new TestLoop { Policy = policy }.MakeLoop();
            loop.CallSoon(() => log.Add("a"));
            loop.CallSoon(() => log.Add("b"));
            loop.CallSoon(() => log.Add("c"));
            loop.Stop();
            loop.RunForever();
            return log;
        }
    }

    private sealed class Policy(Func<int, int> choose) : SchedulePolicy
    {
        public override int Choose(int count) => choose(count);
    }
}
