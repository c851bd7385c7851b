using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

/// <summary>What tasks, futures, scopes and groups say of themselves, in messages and in the debugger.</summary>
public sealed class TextTests
{
    [Fact]
    public void A_future_tells_its_state()
    {
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            Future<int> future = loop.CreateFuture<int>();
            Assert.Equal("<Future pending>", future.ToString());
            future.Cancel();
            Assert.Equal("<Future cancelled>", future.ToString());
            Future<int> failed = loop.CreateFuture<int>();
            failed.SetException(new ArithmeticException("no"));
            Assert.Equal("<Future finished exception=ArithmeticException>", failed.ToString());
            Assert.NotNull(failed.Exception);
            Future<int> done = loop.CreateFuture<int>();
            done.SetResult(1);
            Assert.Equal("<Future finished>", done.ToString());
            Assert.Equal("<Gather of 1 pending>", Gather<int>(loop.CreateFuture<int>()).ToString());
            Assert.Equal("<Shield of a future pending>", Shield(loop.CreateFuture<int>()).ToString());
        });
    }

    [Fact]
    public void A_task_tells_what_it_waits_for()
    {
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            LoopTask sleeper = CreateTask(Sleeps(), "sleeper");
            LoopTask waiter = CreateTask(Waits(loop.CreateFuture<int>()), "waiter");
            LoopTask joiner = CreateTask(Joins(sleeper), "joiner");
            var never = new TaskCompletionSource();
            LoopTask foreign = CreateTask(Awaits(never.Task), "foreign");
            LoopTask value = CreateTask(AwaitsValue(new ValueTask(never.Task)), "value");
            Assert.Equal("<Task 'sleeper' pending coro=Sleeps>", sleeper.ToString());
            await Sleep(0);

            Assert.Equal("<Task 'sleeper' pending coro=Sleeps wait_for=<Sleep>>", sleeper.ToString());
            Assert.Equal("<Task 'waiter' pending coro=Waits wait_for=<Future pending>>", waiter.ToString());
            Assert.Equal("<Task 'joiner' pending coro=Joins wait_for=<Task 'sleeper' pending>>", joiner.ToString());
            Assert.Equal("<Task 'foreign' pending coro=Awaits wait_for=<.NET task>>", foreign.ToString());
            Assert.Equal("<Task 'value' pending coro=AwaitsValue wait_for=<.NET task>>", value.ToString());
            joiner.Cancel();
            Assert.Equal("<Task 'sleeper' cancelling coro=Sleeps>", sleeper.ToString());
            foreign.Cancel();
            value.Cancel();
            waiter.Cancel();
            never.SetResult();
            await Sleep(1);
            Assert.Equal("<Task 'sleeper' cancelled>", sleeper.ToString());
            Assert.Throws<ArgumentNullException>(() => sleeper.Name = null!);
            sleeper.Name = "late";
            Assert.Equal("<Task 'late' cancelled>", sleeper.ToString());
        });
    }

    [Fact]
    public void A_timeout_tells_its_state_and_its_deadline()
    {
        TestLoop.Run(async () =>
        {
            TimeoutScope? expired = null;
            try
            {
                await Timeout(1, async scope =>
                {
                    expired = scope;
                    Assert.Equal("<Timeout active when=1.000>", scope.ToString());
                    Assert.Throws<ArgumentException>(() => scope.Reschedule(double.NaN));
                    try
                    {
                        await Sleep(2);
                    }
                    finally
                    {
                        Assert.Equal("<Timeout expiring when=1.000>", scope.ToString());
                        Assert.Contains("expiring", Assert.Throws<InvalidOperationException>(() => scope.Reschedule(5)).Message);
                    }
                });
                Assert.Fail("It did not expire.");
            }
            catch (TimeoutException)
            {
                Assert.Equal("<Timeout expired when=1.000>", expired!.ToString());
            }

            TimeoutScope? endless = null;
            await Timeout(null, async scope => endless = scope);
            Assert.Equal("<Timeout finished>", endless!.ToString());
        });
    }

    [Fact]
    public void A_scope_tells_why_it_is_cancelled_and_whether_it_is_shielded()
    {
        TestLoop.Run(async () =>
        {
            await CancelScope.Run(async scope =>
            {
                Assert.Equal("<CancelScope>", scope.ToString());
                scope.Shield = true;
                Assert.Equal("<CancelScope shielded>", scope.ToString());
                scope.Shield = true;
                scope.Cancel();
                Assert.Equal("<CancelScope cancelled shielded>", scope.ToString());
            });
            await CancelScope.Run(async scope =>
            {
                scope.Cancel("enough");
                Assert.Equal("<CancelScope cancelled (enough)>", scope.ToString());
            });
        });
    }

    [Fact]
    public void A_group_tells_its_tasks_its_errors_and_whether_it_ends()
    {
        TestLoop.Run(async () =>
        {
            var texts = new List<string>();
            AggregateException errors = await Fails.With<AggregateException>(async () => await TaskGroup.Run(async group =>
            {
                texts.Add(group.ToString());
                group.CreateTask(Sleeps());
                group.CreateTask(Fail());
                texts.Add(group.ToString());
                group.CreateTask(Watch(group, texts));
                await Sleep(0);
            }));
            Assert.Single(errors.InnerExceptions);
            Assert.Equal(
                ["<TaskGroup>", "<TaskGroup tasks=2>", "<TaskGroup tasks=3 exiting>", "<TaskGroup tasks=1 errors=1 cancelling>"], texts);
        });
    }

    [Fact]
    public void Outcomes_are_equal_by_their_values_or_by_the_very_error()
    {
        var error = new ArithmeticException("no");
        Outcome<int> failed = Outcome.FromException<int>(error);
        Assert.Equal("ArithmeticException(no)", failed.ToString());
        Assert.Equal("7", Outcome.FromValue(7).ToString());
        Assert.True(Outcome.FromValue(7) == Outcome.FromValue(7));
        Assert.True(Outcome.FromValue(7) != Outcome.FromValue(8));
        Assert.True(failed == Outcome.FromException<int>(error));
        Assert.False(failed == Outcome.FromException<int>(new ArithmeticException("no")));
        Assert.True(failed.Equals((object)failed));
        Assert.False(failed.Equals("ArithmeticException(no)"));
        Assert.Same(error, Assert.Throws<ArithmeticException>(() => failed.Value));
        Assert.Equal(7, Outcome.FromValue(7).Value);
        Assert.Equal(failed.GetHashCode(), Outcome.FromException<int>(error).GetHashCode());
    }

    private static async Coroutine Sleeps() => await Sleep(5);

    private static async Coroutine Waits(Future<int> future) => await future;

    private static async Coroutine Joins(LoopTask task) => await task;

    private static async Coroutine Awaits(Task task) => await task;

    private static async Coroutine AwaitsValue(ValueTask task) => await task;

    private static async Coroutine Fail()
    {
        await Sleep(1);
        throw new ArithmeticException("no");
    }

    private static async Coroutine Watch(TaskGroup group, List<string> texts)
    {
        await Sleep(0);
        await Sleep(0);
        texts.Add(group.ToString());
        try
        {
            await Sleep(9);
        }
        finally
        {
            await Sleep(0);
            texts.Add(group.ToString());
        }
    }
}
