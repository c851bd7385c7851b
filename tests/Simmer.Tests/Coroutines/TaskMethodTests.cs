using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Coroutines;

/// <summary><c>async Task</c> methods that run on the loop and await coroutines, sleeps, futures and tasks.</summary>
public sealed class TaskMethodTests
{
    [Fact]
    public void It_awaits_a_coroutine_that_does_not_suspend()
    {
        TestLoop.Run(async () => Assert.Equal(42, await Foreign()));

        static async Task<int> Foreign() => await Answer();

        static async Coroutine<int> Answer() => 42;
    }

    [Fact]
    public void It_awaits_coroutines_that_suspend_again_and_again()
    {
        var loop = new TestLoop();

        loop.RunReporting(async () => Assert.Equal("abc", await Foreign()));

        Assert.Equal(6, loop.Clock.Seconds);

        static async Task<string> Foreign() => await Letters("a", 1) + await Letters("b", 2) + await Letters("c", 3);

        static async Coroutine<string> Letters(string letter, int delay)
        {
            await Sleep(delay - 0.5);
            await Sleep(0.5);
            return letter;
        }
    }

    [Fact]
    public void It_awaits_a_sleep()
    {
        var loop = new TestLoop();

        loop.RunReporting(async () =>
        {
            await Foreign(1.5);
            await Foreign(0);
        });

        Assert.Equal(1.5, loop.Clock.Seconds);

        static async Task Foreign(double delay) => await Sleep(delay);
    }

    [Fact]
    public void It_awaits_a_future_and_a_task()
    {
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            Future<int> future = loop.CreateFuture<int>();
            loop.CallLater(1, () => future.SetResult(40));

            Assert.Equal(42, await Foreign());
            Assert.Equal(1.5, loop.Time);

            async Task<int> Foreign() => await future + await CreateTask(Sleep(0.5, 2)) + await Done(future);

            static async Task<int> Done(Future<int> done)
            {
                Assert.Equal(40, await done);
                return 0;
            }
        });
    }

    [Fact]
    public void A_value_task_method_and_an_async_void_method_await_coroutines_too()
    {
        TestLoop.Run(async () =>
        {
            var done = GetRunningLoop().CreateFuture<int>();
            Void();

            Assert.Equal(1, await Value());
            Assert.Equal(2, await done);

            static async ValueTask<int> Value() => await Sleep(1, 1);

#pragma warning disable SIM030 // The mistake under test.
            async void Void() => done.SetResult(await Sleep(2, 2));
#pragma warning restore SIM030
        });
    }

    [Fact]
    public void It_begins_at_the_call_and_goes_on_in_the_loops_thread()
    {
        TestLoop.Run(async () =>
        {
            var threads = new List<int>();
            Task running = Foreign();
            Assert.Equal(2, threads.Count);

            await running;
            Assert.Equal([Environment.CurrentManagedThreadId], threads.Distinct());
            Assert.Equal(4, threads.Count);

            async Task Foreign()
            {
                threads.Add(Environment.CurrentManagedThreadId);
                await Inner();
                threads.Add(Environment.CurrentManagedThreadId);
            }

            async Coroutine Inner()
            {
                threads.Add(Environment.CurrentManagedThreadId);
                await Sleep(1);
                threads.Add(Environment.CurrentManagedThreadId);
            }
        });
    }

    [Fact]
    public void The_errors_of_what_it_awaits_are_thrown_at_its_await()
    {
        TestLoop.Run(async () =>
        {
            var future = GetRunningLoop().CreateFuture<int>();
            GetRunningLoop().CallLater(1, () => future.SetException(new FormatException("future")));

            Assert.Equal("now later future", await Foreign());

            async Task<string> Foreign()
            {
                string now = (await Assert.ThrowsAsync<FormatException>(async () => await ThrowAfter(0, "now"))).Message;
                string later = (await Assert.ThrowsAsync<FormatException>(async () => await ThrowAfter(2, "later"))).Message;
                string failed = (await Assert.ThrowsAsync<FormatException>(async () => await future)).Message;
                return $"{now} {later} {failed}";
            }

            static async Coroutine ThrowAfter(int delay, string text)
            {
                if (delay > 0)
                {
                    await Sleep(delay);
                }

                throw new FormatException(text);
            }
        });
    }

    [Fact]
    public void The_current_task_is_that_of_the_caller_before_and_after_each_await()
    {
        TestLoop.Run(async () =>
        {
            LoopTask caller = CurrentTask()!;
            var future = GetRunningLoop().CreateFuture<int>();
            GetRunningLoop().CallLater(5, () => future.SetResult(0));

            await Foreign();
            Assert.Same(caller, CurrentTask());

            async Task Foreign()
            {
                Assert.Same(caller, CurrentTask());
                await Sleep(1);
                Assert.Same(caller, CurrentTask());
                await Inner();
                Assert.Same(caller, CurrentTask());
                await future;
                Assert.Same(caller, CurrentTask());
            }

            static async Coroutine Inner() => await Sleep(1);
        });
    }

    [Fact]
    public void Two_that_run_beside_each_other_in_one_task_keep_apart()
    {
        TestLoop.Run(async () =>
        {
            var log = new List<string>();
            await Task.WhenAll(Foreign("a", 3), Foreign("b", 1), Foreign("c", 2));

            Assert.Equal(["a begins", "b begins", "c begins", "b ends at 1", "c ends at 2", "a ends at 3"], log);

            async Task Foreign(string name, int delay)
            {
                log.Add($"{name} begins");
                await Inner(delay);
                log.Add($"{name} ends at {GetRunningLoop().Time}");
            }

            static async Coroutine Inner(int delay) => await Sleep(delay);
        });
    }

    [Fact]
    public void The_task_that_called_it_goes_on_beside_it()
    {
        TestLoop.Run(async () =>
        {
            var log = new List<string>();
            Task running = Foreign();
            log.Add("called");
            await Sleep(1);
            log.Add("slept");
            await running;

            Assert.Equal(["begins", "called", "slept", "ends"], log);

            async Task Foreign()
            {
                log.Add("begins");
                await Inner();
                log.Add("ends");
            }

            static async Coroutine Inner() => await Sleep(2);
        });
    }

    [Fact]
    public void It_may_outlive_the_task_that_called_it()
    {
        TestLoop.Run(async () =>
        {
            var running = new List<Task>();
            LoopTask? during = null;
            await CreateTask(Caller());
            await running[0];

            Assert.Equal(2, GetRunningLoop().Time);
            Assert.Null(during);

            async Coroutine Caller() => running.Add(Foreign());

            async Task Foreign()
            {
                await Sleep(2);
                during = CurrentTask();
            }
        });
    }

    [Fact]
    public void Task_methods_and_coroutines_nest_in_each_other()
    {
        TestLoop.Run(async () =>
        {
            Assert.Equal(20, await Outer(20));

            static async Coroutine<int> Outer(int depth) => depth == 0 ? 0 : 1 + await Inner(depth - 1);

            static async Task<int> Inner(int depth)
            {
                await Sleep(depth % 2);
                return depth == 0 ? 0 : 1 + await Outer(depth - 1);
            }
        });
    }

    [Fact]
    public void Its_asynclocals_are_its_own_as_of_any_task_method()
    {
        TestLoop.Run(async () =>
        {
            var local = new AsyncLocal<string> { Value = "caller" };
            await Foreign();

            Assert.Equal("caller", local.Value);

            async Task Foreign()
            {
                Assert.Equal("caller", local.Value);
                local.Value = "task method";
                await Sleep(1);
                Assert.Equal("task method", local.Value);
                await Inner();
                Assert.Equal("task method", local.Value);
            }

            async Coroutine Inner()
            {
                Assert.Equal("task method", local.Value);
                await Sleep(1);
                Assert.Equal("task method", local.Value);
            }
        });
    }

    [Fact]
    public void Started_in_a_callback_it_has_no_task_and_works()
    {
        TestLoop.Run(async () =>
        {
            var result = GetRunningLoop().CreateFuture<string>();
            GetRunningLoop().CallSoon(() => _ = Foreign());

            Assert.Equal("no task, no task", await result);

            async Task Foreign()
            {
                string before = CurrentTask()?.Name ?? "no task";
                await Inner();
                result.SetResult($"{before}, {CurrentTask()?.Name ?? "no task"}");
            }

            static async Coroutine Inner() => await Sleep(1);
        });
    }

    [Fact]
    public void After_ConfigureAwait_false_it_is_off_the_loop_and_the_error_says_so()
    {
        TestLoop.Run(async () =>
        {
            int loopThread = Environment.CurrentManagedThreadId;

            var error = await Assert.ThrowsAsync<InvalidOperationException>(Foreign);

            Assert.Contains("No running event loop", error.Message, StringComparison.Ordinal);

            async Task Foreign()
            {
                using var gate = new SemaphoreSlim(0);
                Task wait = gate.WaitAsync();
                // The callback runs after this step, so the await finds the task unfinished; a finished one would not leave the loop.
                GetRunningLoop().CallSoon(() => ThreadPool.QueueUserWorkItem(_ => gate.Release()));
                await wait.ConfigureAwait(false);
                Assert.NotEqual(loopThread, Environment.CurrentManagedThreadId);
#pragma warning disable SIM023 // The mistake under test.
                await Sleep(1);
#pragma warning restore SIM023
            }
        });
    }

    [Fact]
    public void What_it_awaits_is_no_task_of_its_own_among_all_tasks()
    {
        TestLoop.Run(async () =>
        {
            LoopTask other = CreateTask(Sleep(100));
            await Foreign();
            Assert.True(other.IsCancelled);

            static async Task Foreign() => await CancelAllOthers();

            static async Coroutine CancelAllOthers()
            {
                await Sleep(1);
                Assert.Equal(2, AllTasks().Count);
                foreach (LoopTask task in AllTasks().Where(static task => task != CurrentTask()))
                {
                    task.Cancel();
                }

                await Sleep(1);
            }
        });
    }
}
