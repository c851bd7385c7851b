using static Simmer.Asyncio;

namespace Simmer.Tests.Synchronization;

public sealed class AsyncLockTests
{
    [Fact]
    public void One_task_at_a_time_is_between_acquire_and_release() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        int inside = 0;
        int most = 0;
        int visits = 0;
        async Coroutine Worker()
        {
            for (int i = 0; i < 3; i++)
            {
                using (await mutex.Acquire())
                {
                    most = Math.Max(most, ++inside);
                    await Sleep(1);
                    inside--;
                    visits++;
                }
            }
        }

        await Gather(Worker(), Worker(), Worker());
        Assert.Equal((1, 9, false), (most, visits, mutex.Locked));
        Assert.Equal(9, GetRunningLoop().Time);
    });

    [Fact]
    public void Tasks_get_it_in_the_order_in_which_they_asked() => Scenario.Trace(["0", "1", "2", "3", "4"], async trace =>
    {
        var mutex = new AsyncLock();
        Releaser held = await mutex.Acquire();
        async Coroutine Worker(int number)
        {
            using (await mutex.Acquire())
            {
                trace.Add(number);
                await Sleep(5 - number);
            }
        }

        LoopTask[] tasks = [.. Enumerable.Range(0, 5).Select(number => CreateTask(Worker(number)))];
        await Sleep(0);
        held.Dispose();
        await Gather(tasks);
    });

    [Fact]
    public void A_task_that_asks_again_goes_to_the_end_of_the_line() => Scenario.Trace(["a", "b", "a", "b"], async trace =>
    {
        var mutex = new AsyncLock();
        async Coroutine Worker(string name)
        {
            for (int i = 0; i < 2; i++)
            {
                using (await mutex.Acquire())
                {
                    trace.Add(name);
                    await Sleep(0);
                }
            }
        }

        await Gather(Worker("a"), Worker("b"));
    });

    [Fact]
    public void Calling_acquire_without_awaiting_takes_nothing() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        Coroutine<Releaser> unused = mutex.Acquire();
        Assert.False(mutex.Locked);
        unused.Close();
        await Sleep(0);
        Assert.False(mutex.Locked);
    });

    [Fact]
    public void The_lock_is_released_when_the_body_of_the_using_throws() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        async Coroutine Worker()
        {
            using (await mutex.Acquire())
            {
                await Sleep(0);
                throw new FormatException();
            }
        }

        await Scenario.Fails<FormatException>(Worker());
        Assert.False(mutex.Locked);
    });

    [Fact]
    public void The_lock_is_released_when_its_holder_is_cancelled() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        async Coroutine Worker()
        {
            using (await mutex.Acquire())
            {
                await Sleep(100);
            }
        }

        LoopTask task = CreateTask(Worker());
        await Sleep(1);
        Assert.True(mutex.Locked);
        task.Cancel();
        using (await mutex.Acquire())
        {
            Assert.True(task.IsCancelled);
        }
    });

    [Fact]
    public void A_cancelled_waiter_leaves_the_line_to_the_others() => Scenario.Trace(["a", "c"], async trace =>
    {
        var mutex = new AsyncLock();
        Releaser held = await mutex.Acquire();
        async Coroutine Worker(string name)
        {
            using (await mutex.Acquire())
            {
                trace.Add(name);
            }
        }

        LoopTask a = CreateTask(Worker("a"));
        LoopTask b = CreateTask(Worker("b"));
        LoopTask c = CreateTask(Worker("c"));
        await Sleep(0);
        b.Cancel();
        Assert.Equal(2, mutex.Statistics().Waiting);
        await Sleep(0);
        held.Dispose();
        await Scenario.Settled(a, b, c);
        Assert.True(b.IsCancelled);
        Assert.False(mutex.Locked);
    });

    [Fact]
    public void A_release_while_the_first_in_line_is_being_cancelled_is_not_lost() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        Releaser held = await mutex.Acquire();
        LoopTask<Releaser> a = CreateTask(mutex.Acquire());
        LoopTask<Releaser> b = CreateTask(mutex.Acquire());
        await Sleep(0);
        a.Cancel();
        held.Dispose();
        (await b).Dispose();
        Assert.True(a.IsCancelled);
        Assert.False(mutex.Locked);
    });

    [Fact]
    public void A_newcomer_waits_behind_one_whose_wait_is_being_cancelled_only_if_others_wait_too() =>
        Scenario.Trace(["alone True", "behind b False"], async trace =>
        {
            var mutex = new AsyncLock();
            Releaser held = await mutex.Acquire();
            LoopTask<Releaser> a = CreateTask(mutex.Acquire());
            await Sleep(0);
            a.Cancel();
            held.Dispose();
            LoopTask<Releaser> newcomer = CreateTask(mutex.Acquire(), eagerStart: true);
            trace.Add("alone", newcomer.IsDone);
            held = await newcomer;

            a = CreateTask(mutex.Acquire());
            LoopTask<Releaser> b = CreateTask(mutex.Acquire());
            await Sleep(0);
            a.Cancel();
            held.Dispose();
            newcomer = CreateTask(mutex.Acquire(), eagerStart: true);
            trace.Add("behind b", newcomer.IsDone);
            (await b).Dispose();
            (await newcomer).Dispose();
        });

    [Fact]
    public void A_timeout_while_waiting_takes_nothing() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        Releaser held = await mutex.Acquire();
        await Scenario.Fails<TimeoutException, Releaser>(WaitFor(mutex.Acquire(), 2));
        Assert.Equal(2, GetRunningLoop().Time);
        Assert.Equal(0, mutex.Statistics().Waiting);
        held.Dispose();
        Assert.False(mutex.Locked);
    });

    [Fact]
    public void It_is_not_reentrant() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        using (await mutex.Acquire())
        {
            await Scenario.Fails<TimeoutException, Releaser>(WaitFor(mutex.Acquire(), 1));
        }
    });

    [Fact]
    public void Any_task_may_release_it() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        await mutex.Acquire();
        async Coroutine Other() => mutex.Release();
        await CreateTask(Other());
        Assert.False(mutex.Locked);
    });

    [Fact]
    public void Releasing_a_free_lock_is_an_error() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        Assert.StartsWith("Lock is not acquired", Assert.Throws<InvalidOperationException>(mutex.Release).Message);
        (await mutex.Acquire()).Dispose();
        Assert.Throws<InvalidOperationException>(mutex.Release);
    });

    [Fact]
    public void A_method_of_dotnet_tasks_may_use_it() => Scenario.Trace(["task", "coroutine"], async trace =>
    {
        var mutex = new AsyncLock();
        async Task Foreign()
        {
            using (await mutex.Acquire())
            {
                await Sleep(1);
                trace.Add("task");
            }
        }

        Task foreign = Foreign();
        using (await mutex.Acquire())
        {
            trace.Add("coroutine");
        }

        await foreign;
    });

    [Fact]
    public void Cancelling_a_method_of_dotnet_tasks_that_waits_passes_the_lock_on() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        Releaser held = await mutex.Acquire();
        async Task Foreign()
        {
            using (await mutex.Acquire())
            {
                Assert.Fail("It was cancelled.");
            }
        }

        async Coroutine Caller() => await Foreign();
        LoopTask cancelled = CreateTask(Caller());
        LoopTask<Releaser> next = CreateTask(mutex.Acquire());
        await Sleep(1);
        held.Dispose();
        cancelled.Cancel();
        (await next).Dispose();
        await Scenario.Settled(cancelled);
        Assert.True(cancelled.IsCancelled);
        Assert.Equal(new LockStatistics(false, null, 0), mutex.Statistics());
    });

    [Fact]
    public void Statistics_name_the_holder_and_count_the_waiting() => Scenario.Run(async () =>
    {
        var mutex = new AsyncLock();
        Assert.Equal(new LockStatistics(false, null, 0), mutex.Statistics());
        Assert.Equal("<AsyncLock unlocked waiting=0>", mutex.ToString());

        async Coroutine Hold()
        {
            using (await mutex.Acquire())
            {
                await Sleep(1);
            }
        }

        LoopTask holder = CreateTask(Hold(), name: "holder");
        LoopTask waiting = CreateTask(Hold(), name: "waiting");
        await Sleep(0);
        Assert.Equal(new LockStatistics(true, "holder", 1), mutex.Statistics());
        Assert.Equal("<AsyncLock locked by 'holder' waiting=1>", mutex.ToString());
        Assert.Contains("wait_for=<AsyncLock.Acquire pending at <", waiting.ToString());
        await Gather([holder, waiting]);
        Assert.Equal(new LockStatistics(false, null, 0), mutex.Statistics());
    });

    [Fact]
    public void A_deadlock_is_told_with_who_holds_what_others_wait_for()
    {
        var left = new AsyncLock();
        var right = new AsyncLock();
        async Coroutine Worker(AsyncLock first, AsyncLock second)
        {
            using (await first.Acquire())
            {
                await Sleep(1);
                using (await second.Acquire())
                {
                }
            }
        }

        var error = Assert.Throws<DeadlockException>(() => Scenario.Run(async () =>
        {
            LoopTask other = CreateTask(Worker(right, left), name: "other");
            await CreateTask(Worker(left, right), name: "one");
            await other;
        }));
        Assert.Contains("task 'one' waits for a lock that task 'other' holds, in Worker at ", error.Message);
        Assert.Contains("task 'other' waits for a lock that task 'one' holds, in Worker at ", error.Message);
    }
}
