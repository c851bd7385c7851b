using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Guards;

/// <summary>Tasks that wait for each other, in real time: found at once, and never where somebody outside could wake them.</summary>
public sealed class DeadlockTests
{
    [Fact]
    public void Two_tasks_that_take_two_locks_in_different_orders_fail_the_run()
    {
        string message = Assert.Throws<DeadlockException>(() => RunInRealTime(async () =>
        {
            var first = new AsyncLock();
            var second = new AsyncLock();
            await Gather(
                CreateTask(Take(first, second), name: "one"),
                CreateTask(Take(second, first), name: "two"));
        })).Message;

        Assert.StartsWith("Deadlock: nothing is ready, no timer is set and nothing outside the loop is under way", message, StringComparison.Ordinal);
        Assert.Contains("  task 'one' waits for a lock that task 'two' holds, in Take at ", message, StringComparison.Ordinal);
        Assert.Contains("  task 'two' waits for a lock that task 'one' holds, in Take at ", message, StringComparison.Ordinal);
        Assert.Contains("DeadlockTests.cs:", message, StringComparison.Ordinal);
        Assert.Contains("The circle: 'one' → 'two' → 'one'.", message, StringComparison.Ordinal);
        Assert.Contains("  task 'Task-1' waits for <Gather of 2 pending>", message, StringComparison.Ordinal);

        static async Coroutine Take(AsyncLock one, AsyncLock other)
        {
            using (await one.Acquire())
            {
                await Sleep(0.001);
                using (await other.Acquire())
                {
                }
            }
        }
    }

    [Fact]
    public void A_task_that_takes_its_own_lock_again_fails_the_run()
    {
        string message = Assert.Throws<DeadlockException>(() => RunInRealTime(async () =>
        {
            var mutex = new AsyncLock();
            using (await mutex.Acquire())
            {
                await mutex.Acquire();
            }
        })).Message;

        Assert.Contains("The circle: 'Task-1' → 'Task-1'.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_awaits_another_while_it_holds_the_lock_that_one_needs_fails_the_run()
    {
        string message = Assert.Throws<DeadlockException>(() => RunInRealTime(async () =>
        {
            var mutex = new AsyncLock();
            using (await mutex.Acquire())
            {
                await CreateTask(Use(mutex), name: "user");
            }
        })).Message;

        Assert.Contains("  task 'Task-1' waits for task 'user', in ", message, StringComparison.Ordinal);
        Assert.Contains("The circle: 'Task-1' → 'user' → 'Task-1'.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_that_was_never_released_fails_the_run()
    {
        string message = Assert.Throws<DeadlockException>(() => RunInRealTime(async () =>
        {
            var mutex = new AsyncLock();
            await CreateTask(Forget(mutex), name: "forgetful");
            await mutex.Acquire();
        })).Message;

        Assert.Contains("a lock that task 'forgetful' took and did not release before it ended", message, StringComparison.Ordinal);
        Assert.Contains("Nobody will release the lock that 'Task-1' waits for.", message, StringComparison.Ordinal);

        static async Coroutine Forget(AsyncLock mutex) => await mutex.Acquire();
    }

    [Fact]
    public void Tasks_that_await_each_other_through_groups_waits_and_shields_fail_the_run()
    {
        Assert.Throws<DeadlockException>(() => RunInRealTime(async () =>
        {
            LoopTask? last = null;
            LoopTask shielding = CreateTask(Shielding(() => last!), name: "shielding");
            LoopTask waiting = CreateTask(Waiting(() => shielding), name: "waiting");
            LoopTask grouping = CreateTask(Grouping(() => waiting), name: "grouping");
            last = grouping;
            await grouping;
        }));

        static async Coroutine Shielding(Func<LoopTask> other) => await Shield(other());
        static async Coroutine Waiting(Func<LoopTask> other) => await Wait([other()]);
        static async Coroutine Grouping(Func<LoopTask> other) => await TaskGroup.Run(async group => group.CreateTask(Await(other)));
        static async Coroutine Await(Func<LoopTask> other) => await other();
    }

    [Fact]
    public void The_run_ends_as_it_does_by_cancellation()
    {
        bool cleanedUp = false;
        Assert.Throws<DeadlockException>(() => RunInRealTime(async () =>
        {
            var mutex = new AsyncLock();
            try
            {
                await mutex.Acquire();
                await mutex.Acquire();
            }
            catch (CancelledException)
            {
                cleanedUp = true;
                throw;
            }
        }));

        Assert.True(cleanedUp);
    }

    [Fact]
    public void An_event_that_a_thread_sets_is_no_deadlock()
    {
        RunInRealTime(async () =>
        {
            var stop = new AsyncEvent();
            EventLoop loop = GetRunningLoop();
            WakeOnceIdle(loop, stop.Set);
            await stop.Wait();
        });
    }

    [Fact]
    public void A_future_a_queue_and_a_condition_that_a_thread_serves_are_no_deadlock()
    {
        RunInRealTime(async () =>
        {
            EventLoop loop = GetRunningLoop();
            Future<int> future = loop.CreateFuture<int>();
            WakeOnceIdle(loop, () => future.SetResult(1));
            Assert.Equal(1, await future);
            var queue = new AsyncQueue<int>();
            WakeOnceIdle(loop, () => queue.PutNowait(2));
            Assert.Equal(2, await queue.Get());
        });
    }

    [Fact]
    public void Foreign_code_that_the_loop_does_not_know_of_may_set_an_event()
    {
        RunInRealTime(async () =>
        {
            var done = new AsyncEvent();
            Task foreign = Foreign(done);
            await done.Wait();
            Assert.False(foreign.IsFaulted);
        });

        static async Task Foreign(AsyncEvent done)
        {
            await Task.Delay(1);
            done.Set();
        }
    }

    [Fact]
    public void A_lock_whose_holder_waits_for_a_thread_a_timer_or_a_dotnet_task_is_no_deadlock()
    {
        RunInRealTime(async () =>
        {
            var mutex = new AsyncLock();
            await Gather(Hold(() => ToThread(static () => { })), Hold(() => Sleep(0.001)), Hold(Foreign));

            async Coroutine Hold(Func<Coroutine> meanwhile)
            {
                using (await mutex.Acquire())
                {
                    await meanwhile();
                }
            }

            static async Coroutine Foreign() => await Task.Delay(1);
        });
    }

    [Fact]
    public void A_circle_beside_a_task_that_may_be_woken_is_told_and_the_run_goes_on()
    {
        var warnings = new List<LoopWarning>();
        RunInRealTime(
            async () =>
            {
                var mutex = new AsyncLock();
                LoopTask stuck = CreateTask(Twice(mutex), name: "stuck");
                var stop = new AsyncEvent();
                EventLoop loop = GetRunningLoop();
                WakeOnce(() => warnings.Count > 0, loop, stop.Set);
                await stop.Wait();
                stuck.Cancel();
            },
            (_, warning) => warnings.Add(warning));

        LoopWarning warning = Assert.Single(warnings);
        Assert.Equal(LoopWarningKind.Deadlock, warning.Kind);
        Assert.Equal("stuck", warning.Task!.Name);
        Assert.StartsWith("Deadlock: a task can never go on, unless something cancels it. Waiting: ", warning.Message, StringComparison.Ordinal);

        static async Coroutine Twice(AsyncLock mutex)
        {
            await mutex.Acquire();
            await mutex.Acquire();
        }
    }

    [Fact]
    public void A_run_that_somebody_outside_ends_is_told_and_goes_on()
    {
        var warnings = new List<LoopWarning>();
        using var loop = new EventLoop(new EventLoopOptions { Guards = new GuardOptions { Blocking = BlockingPolicy.Ignore } })
        {
            WarningHandler = (_, warning) => warnings.Add(warning),
        };
        var mutex = new AsyncLock();
        Future<int> end = loop.CreateFuture<int>();
        LoopTask stuck = loop.CreateTask(Twice());
        WakeOnce(() => warnings.Count > 0, loop, () => end.SetResult(1));
        Assert.Equal(1, loop.RunUntilComplete(end));

        LoopTask another = loop.CreateTask(Twice());
        WakeOnce(() => warnings.Count > 1, loop, loop.Stop);
        loop.RunForever();

        Assert.All(warnings, warning => Assert.Equal(LoopWarningKind.Deadlock, warning.Kind));
        stuck.Cancel();
        another.Cancel();
        loop.RunUntilComplete(Until.Settled(stuck, another));

        async Coroutine Twice()
        {
            using (await mutex.Acquire())
            {
                await mutex.Acquire();
            }
        }
    }

    [Fact]
    public void In_virtual_time_every_standstill_is_a_deadlock()
    {
        var test = new TestLoop();

        var error = Assert.Throws<DeadlockException>(() => test.RunReporting(async () => await new AsyncEvent().Wait()));

        Assert.Contains("Waiting: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("  task 'Task-1' waits for <AsyncEvent.Wait pending at <AsyncEvent unset waiting=1>>, in ", error.Message, StringComparison.Ordinal);
    }

    private static async Coroutine Use(AsyncLock mutex)
    {
        using (await mutex.Acquire())
        {
        }
    }

    private static void WakeOnceIdle(EventLoop loop, Action wake) => WakeOnce(() => loop.IsIdle, loop, wake);

    private static void WakeOnce(Func<bool> condition, EventLoop loop, Action wake)
    {
        var thread = new Thread(() =>
        {
            SpinWait.SpinUntil(condition, Until.Patience);
            loop.CallSoonThreadsafe(wake);
        });
        thread.Start();
    }

    private static void RunInRealTime(Func<Coroutine> body, Action<EventLoop, LoopWarning>? onWarning = null) =>
        Run(body(), new RunnerOptions
        {
            HandleInterrupts = false,
            WarningHandler = onWarning ?? ((_, warning) => Assert.Fail(warning.ToString())),
            Guards = new GuardOptions { Blocking = BlockingPolicy.Ignore },
        });
}
