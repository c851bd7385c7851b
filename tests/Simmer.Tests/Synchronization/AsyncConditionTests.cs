using static Simmer.Asyncio;

namespace Simmer.Tests.Synchronization;

public sealed class AsyncConditionTests
{
    [Fact]
    public void Waiting_lets_others_have_the_lock_and_returns_with_it() =>
        Scenario.Trace(["waits", "other has it", "woken True"], async trace =>
        {
            var condition = new AsyncCondition();
            async Coroutine Waits()
            {
                using (await condition.Acquire())
                {
                    trace.Add("waits");
                    Assert.True(await condition.Wait());
                    trace.Add("woken", condition.Locked);
                }
            }

            LoopTask waits = CreateTask(Waits());
            await Sleep(0);
            using (await condition.Acquire())
            {
                trace.Add("other has it");
                condition.Notify();
                await Sleep(1);
                Assert.False(waits.IsDone);
            }

            await waits;
            Assert.False(condition.Locked);
        });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(9, 4)]
    public void Notifying_wakes_that_many_of_the_longest_waiting(int count, int woken) => Scenario.Run(async () =>
    {
        var condition = new AsyncCondition();
        var order = new List<int>();
        LoopTask[] tasks = await Waiting(condition, 4, order);
        using (await condition.Acquire())
        {
            condition.Notify(count);
        }

        await Scenario.Iterations(10);
        Assert.Equal(Enumerable.Range(0, woken), order);
        Array.ForEach(tasks, task => task.Cancel());
    });

    [Fact]
    public void Notifying_all_wakes_all_in_their_order() => Scenario.Run(async () =>
    {
        var condition = new AsyncCondition();
        var order = new List<int>();
        LoopTask[] tasks = await Waiting(condition, 4, order);
        using (await condition.Acquire())
        {
            condition.NotifyAll();
        }

        await Gather(tasks);
        Assert.Equal([0, 1, 2, 3], order);
    });

    [Fact]
    public void A_notification_is_for_who_waits_now() => Scenario.Run(async () =>
    {
        var condition = new AsyncCondition();
        using (await condition.Acquire())
        {
            condition.NotifyAll();
        }

        LoopTask[] tasks = await Waiting(condition, 1, []);
        await Scenario.Iterations(3);
        Assert.False(tasks[0].IsDone);
        tasks[0].Cancel();
    });

    [Fact]
    public void Waiting_and_notifying_need_the_lock() => Scenario.Run(async () =>
    {
        var condition = new AsyncCondition();
        Assert.Contains("un-acquired lock", (await Scenario.Fails<InvalidOperationException, bool>(condition.Wait())).Message);
        Assert.Contains("un-acquired lock", Assert.Throws<InvalidOperationException>(() => condition.Notify()).Message);
        Assert.Throws<InvalidOperationException>(condition.NotifyAll);
        await Scenario.Fails<InvalidOperationException, bool>(condition.WaitFor(() => false));
    });

    [Fact]
    public void A_predicate_that_holds_is_not_waited_for() => Scenario.Trace(["42", "other"], async trace =>
    {
        GetRunningLoop().CallSoon(() => trace.Add("other"));
        trace.Add(await new AsyncCondition().WaitFor(() => 42));
        await Sleep(0);
    });

    [Fact]
    public void An_error_in_the_predicate_is_thrown_with_the_lock_held() => Scenario.Run(async () =>
    {
        var condition = new AsyncCondition();
        bool asked = false;
        async Coroutine Waits()
        {
            using (await condition.Acquire())
            {
                await Scenario.Fails<FormatException, bool>(condition.WaitFor(() => asked ? throw new FormatException() : !(asked = true)));
                Assert.True(condition.Locked);
            }
        }

        LoopTask waits = CreateTask(Waits());
        await Sleep(0);
        using (await condition.Acquire())
        {
            condition.Notify();
        }

        await waits;
    });

    [Fact]
    public void A_cancelled_wait_has_the_lock_before_it_throws() => Scenario.Run(async () =>
    {
        var condition = new AsyncCondition();
        double? thrownAt = null;
        async Coroutine Waits()
        {
            using (await condition.Acquire())
            {
                try
                {
                    await condition.Wait();
                }
                catch (CancelledException)
                {
                    Assert.True(condition.Locked);
                    thrownAt = GetRunningLoop().Time;
                    throw;
                }
            }
        }

        LoopTask waits = CreateTask(Waits());
        await Sleep(0);
        using (await condition.Acquire())
        {
            waits.Cancel();
            await Sleep(3);
            Assert.Null(thrownAt);
        }

        await Scenario.Settled(waits);
        Assert.Equal(3, thrownAt);
        Assert.True(waits.IsCancelled);
        Assert.False(condition.Locked);
    });

    [Fact]
    public void A_cancellation_while_the_lock_is_taken_again_is_thrown_once_it_is() => Scenario.Run(async () =>
    {
        var condition = new AsyncCondition();
        string? message = null;
        async Coroutine Waits()
        {
            using (await condition.Acquire())
            {
                try
                {
                    await condition.Wait();
                }
                catch (CancelledException error)
                {
                    message = error.CancelMessage;
                    throw;
                }
            }
        }

        LoopTask waits = CreateTask(Waits());
        LoopTask other = CreateTask(Waits());
        await Sleep(0);
        using (await condition.Acquire())
        {
            condition.Notify();
            await Sleep(0);
            waits.Cancel("one");
            await Sleep(0);
            waits.Cancel("two");
            await Sleep(0);
            Assert.Null(message);
            Assert.False(other.IsDone);
        }

        await Gather([other]);
        Assert.Equal("two", message);
        Assert.True(waits.IsCancelled);
        Assert.Equal(2, waits.Cancelling);
    });

    [Fact]
    public void A_timeout_leaves_the_lock_held_for_the_using_around() => Scenario.Run(async () =>
    {
        var condition = new AsyncCondition();
        using (await condition.Acquire())
        {
            await Scenario.Fails<TimeoutException, bool>(WaitFor(condition.Wait(), 5));
            Assert.True(condition.Locked);
        }

        Assert.False(condition.Locked);
    });

    [Fact]
    public void Several_conditions_may_share_a_lock() => Scenario.Trace(["put", "got", "put", "got"], async trace =>
    {
        var mutex = new AsyncLock();
        var filled = new AsyncCondition(mutex);
        var emptied = new AsyncCondition(mutex);
        bool full = false;
        async Coroutine Producer()
        {
            for (int i = 0; i < 2; i++)
            {
                using (await mutex.Acquire())
                {
                    await emptied.WaitFor(() => !full);
                    full = true;
                    trace.Add("put");
                    filled.Notify();
                }
            }
        }

        async Coroutine Consumer()
        {
            for (int i = 0; i < 2; i++)
            {
                using (await mutex.Acquire())
                {
                    await filled.WaitFor(() => full);
                    full = false;
                    trace.Add("got");
                    emptied.Notify();
                }
            }
        }

        Assert.Same(mutex, filled.Mutex);
        await Gather(Producer(), Consumer());
    });

    [Fact]
    public void Statistics_count_the_waiting_and_show_the_lock() => Scenario.Run(async () =>
    {
        var condition = new AsyncCondition();
        LoopTask[] tasks = await Waiting(condition, 2, []);
        Assert.Equal("<AsyncCondition unlocked waiting=2>", condition.ToString());
        Assert.Contains("wait_for=<AsyncCondition.Wait pending at <", tasks[0].ToString());
        using (await condition.Acquire())
        {
            condition.Notify();
            await Sleep(0);
            var mutex = new LockStatistics(true, CurrentTask()!.Name, 1);
            Assert.Equal(new ConditionStatistics(1, mutex), condition.Statistics());
            Assert.Contains("wait_for=<AsyncLock.Acquire pending at <", tasks[0].ToString());
        }

        tasks[1].Cancel();
        await Scenario.Settled(tasks);
    });

    /// <summary>Tasks that wait at the condition and, when woken, add their number to <paramref name="order"/>.</summary>
    private static async Coroutine<LoopTask[]> Waiting(AsyncCondition condition, int count, List<int> order)
    {
        async Coroutine Worker(int number)
        {
            using (await condition.Acquire())
            {
                await condition.Wait();
                order.Add(number);
            }
        }

        LoopTask[] tasks = [.. Enumerable.Range(0, count).Select(number => CreateTask(Worker(number)))];
        await Sleep(0);
        return tasks;
    }
}
