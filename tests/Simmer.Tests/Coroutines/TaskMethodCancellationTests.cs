using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Coroutines;

/// <summary>What cancels an <c>async Task</c> method that runs on the loop, and what it cancels.</summary>
public sealed class TaskMethodCancellationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cancelling_the_caller_cancels_what_it_awaits(bool suspendFirst)
    {
        TestLoop.Run(async () =>
        {
            var log = new List<string>();
            LoopTask task = CreateTask(Caller());
            await Sleep(1);
            task.Cancel("enough");
            await Until.Settled(task);

            Assert.True(task.IsCancelled);
            Assert.Equal(["coroutine: enough", "task method"], log);
            Assert.Equal(1, GetRunningLoop().Time);

            async Coroutine Caller() => await Foreign();

            async Task Foreign()
            {
                try
                {
                    await Inner();
                }
                catch (CancelledException)
                {
                    log.Add("task method");
                    throw;
                }
            }

            async Coroutine Inner()
            {
                try
                {
                    if (suspendFirst)
                    {
                        await Sleep(0.5);
                    }

                    await Sleep(100);
                }
                catch (CancelledException error)
                {
                    log.Add($"coroutine: {error.CancelMessage}");
                    throw;
                }
            }
        });
    }

    [Fact]
    public void Cancelling_the_caller_cancels_a_sleep_a_future_or_a_task_that_it_awaits()
    {
        TestLoop.Run(async () =>
        {
            var future = GetRunningLoop().CreateFuture<int>();
            LoopTask inner = CreateTask(Sleep(100));
            LoopTask[] callers = [CreateTask(Call(Sleeps)), CreateTask(Call(AwaitsFuture)), CreateTask(Call(AwaitsTask))];
            await Sleep(1);
            foreach (LoopTask caller in callers)
            {
                caller.Cancel();
            }

            await Until.Settled(callers);
            Assert.All(callers, caller => Assert.True(caller.IsCancelled));
            Assert.True(future.IsCancelled);
            Assert.True(inner.IsCancelled);
            Assert.Equal(1, GetRunningLoop().Time);

            static async Coroutine Call(Func<Task> foreign) => await foreign();

            static async Task Sleeps() => await Sleep(100);

            async Task AwaitsFuture() => await future;

            async Task AwaitsTask() => await inner;
        });
    }

    [Fact]
    public void It_may_swallow_the_cancellation_and_go_on()
    {
        TestLoop.Run(async () =>
        {
            LoopTask<string> task = CreateTask(Caller());
            await Sleep(1);
            task.Cancel();

            Assert.Equal("went on at 3", await task);
            Assert.Equal(1, task.Cancelling);

            static async Coroutine<string> Caller() => await Foreign();

            static async Task<string> Foreign()
            {
                try
                {
                    await Sleep(100);
                }
                catch (CancelledException)
                {
                    await Sleep(2);
                }

                return $"went on at {GetRunningLoop().Time}";
            }
        });
    }

    [Fact]
    public void Cancelling_the_caller_cancels_all_that_run_beside_each_other()
    {
        TestLoop.Run(async () =>
        {
            int cancelled = 0;
            LoopTask task = CreateTask(Caller());
            await Sleep(1);
            task.Cancel();
            await Until.Settled(task);

            Assert.True(task.IsCancelled);
            Assert.Equal(3, cancelled);
            Assert.Equal(1, GetRunningLoop().Time);

            async Coroutine Caller() => await Task.WhenAll(Foreign(10), Foreign(20), Foreign(30));

            async Task Foreign(int delay)
            {
                try
                {
                    await Inner(delay);
                }
                catch (CancelledException)
                {
                    cancelled++;
                    throw;
                }
            }

            static async Coroutine Inner(int delay) => await Sleep(delay);
        });
    }

    [Fact]
    public void A_timeout_in_it_cancels_its_own_coroutine_and_not_what_the_caller_does_meanwhile()
    {
        TestLoop.Run(async () =>
        {
            Task limited = Foreign();
            await Sleep(5);
            await Assert.ThrowsAsync<TimeoutException>(() => limited);

            Assert.Equal(5, GetRunningLoop().Time);
            Assert.Equal(0, CurrentTask()!.Cancelling);

            static async Task Foreign() => await Timeout(1, async _ => await Sleep(100));
        });
    }

    [Fact]
    public void A_failing_group_in_it_cancels_its_own_body_and_not_what_the_caller_does_meanwhile()
    {
        TestLoop.Run(async () =>
        {
            Task grouped = Foreign();
            await Sleep(5);
            await Assert.ThrowsAsync<AggregateException>(() => grouped);

            Assert.Equal(5, GetRunningLoop().Time);
            Assert.Equal(0, CurrentTask()!.Cancelling);

            static async Task Foreign() => await TaskGroup.Run(async group =>
            {
                _ = group.CreateTask(Fail());
                await Sleep(100);
            });

            static async Coroutine Fail()
            {
                await Sleep(1);
                throw new FormatException();
            }
        });
    }

    [Fact]
    public void A_cancel_scope_in_it_cancels_its_own_body_and_not_what_the_caller_does_meanwhile()
    {
        TestLoop.Run(async () =>
        {
            bool caught = false;
            Task scoped = Foreign();
            await Sleep(5);
            await scoped;

            Assert.True(caught);
            Assert.Equal(5, GetRunningLoop().Time);

            async Task Foreign() => await CancelScope.Run(
                async scope =>
                {
                    try
                    {
                        await Sleep(100);
                    }
                    finally
                    {
                        caught = scope.CancelRequested;
                    }
                },
                timeout: 1);
        });
    }

    [Fact]
    public void One_of_two_beside_each_other_can_time_out_alone()
    {
        TestLoop.Run(async () =>
        {
            string[] results = await Task.WhenAll(Foreign(1), Foreign(3), Waits(1), Waits(3));

            Assert.Equal(["out of time at 1", "done at 2", "out of time at 1", "done at 2"], results);

            static async Task<string> Foreign(double limit) => await Describe(Timeout(limit, async _ => await Sleep(2)));

            static async Task<string> Waits(double limit) => await Describe(WaitFor(Sleep(2), limit));

            static async Coroutine<string> Describe(Coroutine limited)
            {
                try
                {
                    await limited;
                    return $"done at {GetRunningLoop().Time}";
                }
                catch (TimeoutException)
                {
                    return $"out of time at {GetRunningLoop().Time}";
                }
            }
        });
    }

    [Fact]
    public void A_timeout_around_a_task_method_cancels_the_coroutine_inside()
    {
        TestLoop.Run(async () =>
        {
            await Fails.With<TimeoutException>(() => Timeout(1, async _ => await Foreign()));

            Assert.Equal(1, GetRunningLoop().Time);

            static async Task Foreign() => await Inner();

            static async Coroutine Inner() => await Sleep(100);
        });
    }

    [Fact]
    public void A_cancellation_goes_down_through_nested_task_methods()
    {
        TestLoop.Run(async () =>
        {
            LoopTask<int> task = CreateTask(Outer(20));
            await Sleep(1);
            task.Cancel();
            await Until.Settled(task);

            Assert.True(task.IsCancelled);
            Assert.Equal(1, GetRunningLoop().Time);

            static async Coroutine<int> Outer(int depth) => 1 + await Inner(depth - 1);

            static async Task<int> Inner(int depth)
            {
                if (depth > 0)
                {
                    return 1 + await Outer(depth);
                }

                await Sleep(100);
                return 0;
            }
        });
    }
}
