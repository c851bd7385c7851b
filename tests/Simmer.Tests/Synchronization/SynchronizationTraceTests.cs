using static Simmer.Asyncio;

namespace Simmer.Tests.Synchronization;

/// <summary>Programs whose traces CPython 3.13 and 3.14 leave line by line the same.</summary>
public sealed class SynchronizationTraceTests
{
    [Fact]
    public void LK_01_Taking_a_free_lock_does_not_yield() => Scenario.Trace(["acquired", "other"], async trace =>
    {
        GetRunningLoop().CallSoon(() => trace.Add("other"));
        var mutex = new AsyncLock();
        await mutex.Acquire();
        trace.Add("acquired");
        mutex.Release();
        await Sleep(0);
    });

    [Fact]
    public void LK_03_A_released_lock_is_the_waiters_though_it_is_not_locked_yet() =>
        Scenario.Trace(["locked False", "first", "barger"], async trace =>
        {
            var mutex = new AsyncLock();
            await mutex.Acquire();
            async Coroutine Worker(string name)
            {
                await mutex.Acquire();
                trace.Add(name);
                mutex.Release();
            }

            LoopTask first = CreateTask(Worker("first"));
            await Sleep(0);
            mutex.Release();
            trace.Add("locked", mutex.Locked);
            await Worker("barger");
            await first;
        });

    [Fact]
    public void LK_05_A_cancelled_waiter_passes_the_lock_on() => Scenario.Trace(["b", "True True True"], async trace =>
    {
        var mutex = new AsyncLock();
        await mutex.Acquire();
        async Coroutine Worker(string name)
        {
            await mutex.Acquire();
            trace.Add(name);
        }

        LoopTask a = CreateTask(Worker("a"));
        LoopTask b = CreateTask(Worker("b"));
        await Sleep(0);
        mutex.Release();
        a.Cancel();
        await Sleep(0);
        await Sleep(0);
        trace.Add(a.IsCancelled, b.IsDone, mutex.Locked);
    });

    [Fact]
    public void LK_06_A_cancellation_beside_a_release_gives_the_lock_to_one() => Scenario.Trace(["holders 1"], async trace =>
    {
        var mutex = new AsyncLock();
        int holders = 0;
        await mutex.Acquire();
        async Coroutine Worker()
        {
            await mutex.Acquire();
            holders++;
        }

        LoopTask[] tasks = [CreateTask(Worker()), CreateTask(Worker()), CreateTask(Worker())];
        await Sleep(0);
        tasks[0].Cancel();
        mutex.Release();
        await Scenario.Iterations(4);
        trace.Add("holders", holders);
        Array.ForEach(tasks, task => task.Cancel());
    });

    [Fact]
    public void EVT_01_Setting_wakes_all_even_if_cleared_at_once() => Scenario.Trace(["0 True False", "1 True False"], async trace =>
    {
        var flag = new AsyncEvent();
        async Coroutine Worker(int name) => trace.Add(name, await flag.Wait(), flag.IsSet);
        LoopTask[] tasks = [CreateTask(Worker(0)), CreateTask(Worker(1))];
        await Sleep(0);
        flag.Set();
        flag.Clear();
        await Gather(tasks);
    });

    [Fact]
    public void EVT_02_Who_comes_after_the_setting_overtakes_who_waited() => Scenario.Trace(["late", "early1", "early2"], async trace =>
    {
        var flag = new AsyncEvent();
        async Coroutine Worker(string name)
        {
            await flag.Wait();
            trace.Add(name);
        }

        LoopTask a = CreateTask(Worker("early1"));
        LoopTask b = CreateTask(Worker("early2"));
        await Sleep(0);
        LoopTask c = CreateTask(Worker("late"));
        flag.Set();
        await Gather([a, b, c]);
    });

    [Fact]
    public void CO_03_A_cancelled_wait_takes_the_lock_before_it_throws_the_last_cancellation() =>
        Scenario.Trace(["CancelledError('two') locked True at 2.0", "True False"], async trace =>
        {
            var condition = new AsyncCondition();
            async Coroutine Worker()
            {
                using (await condition.Acquire())
                {
                    try
                    {
                        await condition.Wait();
                    }
                    catch (CancelledException error)
                    {
                        trace.Add($"CancelledError('{error.CancelMessage}')", "locked", condition.Locked, "at", $"{GetRunningLoop().Time:0.0}");
                        throw;
                    }
                }
            }

            LoopTask task = CreateTask(Worker());
            await Sleep(0);
            await condition.Acquire();
            task.Cancel("one");
            await Sleep(1);
            task.Cancel("two");
            await Sleep(1);
            condition.Release();
            await Wait([task]);
            trace.Add(task.IsCancelled, condition.Locked);
        });

    [Fact]
    public void CO_04_A_cancelled_waiter_passes_its_notification_on() => Scenario.Trace(["b woke", "True True"], async trace =>
    {
        var condition = new AsyncCondition();
        async Coroutine Worker(string name)
        {
            using (await condition.Acquire())
            {
                await condition.Wait();
                trace.Add(name, "woke");
            }
        }

        LoopTask a = CreateTask(Worker("a"));
        LoopTask b = CreateTask(Worker("b"));
        await Sleep(0);
        using (await condition.Acquire())
        {
            condition.Notify(1);
            a.Cancel();
        }

        await Scenario.Iterations(5);
        trace.Add(a.IsCancelled, b.IsDone);
        b.Cancel();
    });

    [Fact]
    public void CO_05_Waiting_for_a_predicate_asks_it_after_every_notification() =>
        Scenario.Trace(["after 1 False", "value big", "after 2 True"], async trace =>
        {
            var condition = new AsyncCondition();
            int state = 0;
            async Coroutine Worker()
            {
                using (await condition.Acquire())
                {
                    trace.Add("value", await condition.WaitFor(() => state > 1 ? "big" : null));
                }
            }

            LoopTask task = CreateTask(Worker());
            await Sleep(0);
            for (int i = 1; i <= 2; i++)
            {
                using (await condition.Acquire())
                {
                    state = i;
                    condition.NotifyAll();
                }

                await Sleep(0);
                await Sleep(0);
                trace.Add("after", i, task.IsDone);
            }

            await task;
        });

    [Fact]
    public void SE_01_A_semaphore_is_fair() => Scenario.Trace(["a0", "b0", "c0", "a1", "b1", "c1"], async trace =>
    {
        var semaphore = new AsyncSemaphore(1);
        async Coroutine Worker(string name)
        {
            for (int i = 0; i < 2; i++)
            {
                using (await semaphore.Acquire())
                {
                    trace.Add($"{name}{i}");
                    await Sleep(1);
                }
            }
        }

        await Gather(Worker("a"), Worker("b"), Worker("c"));
    });

    [Fact]
    public void SE_04_Bounds_of_semaphores() => Scenario.Trace(["ValueError", "ValueError", "2"], async trace =>
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AsyncSemaphore(-1));
        trace.Add("ValueError");
        var bounded = new AsyncBoundedSemaphore(1);
        Assert.Throws<SemaphoreFullException>(bounded.Release);
        trace.Add("ValueError");
        var semaphore = new AsyncSemaphore(1);
        semaphore.Release();
        trace.Add(semaphore.Value);
        await Sleep(0);
    });

    [Fact]
    public void BA_02_A_cancelled_waiter_leaves_the_barrier_whole() => Scenario.Trace(["0 False", "[0, 1]"], async trace =>
    {
        var barrier = new AsyncBarrier(2);
        LoopTask<int> task = CreateTask(barrier.Wait());
        await Sleep(0);
        task.Cancel();
        await Wait([task]);
        trace.Add(barrier.Waiting, barrier.Broken);
        int[] places = await Gather([barrier.Wait(), barrier.Wait()]);
        trace.Add($"[{string.Join(", ", places.Order())}]");
    });
}
