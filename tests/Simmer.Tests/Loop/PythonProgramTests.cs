using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

/// <summary>Odd little programs; what each is expected to print, CPython 3.13 has printed.</summary>
public sealed class PythonProgramTests
{
    private readonly List<string> _printed = [];

    [Fact]
    public void A_runner_is_used_again_and_again_and_keeps_its_context_and_what_was_left()
    {
        var x = new AsyncLocal<string>();
        using (var runner = new Runner(new TestLoop().Options))
        {
            Print(runner.Run(Set()));
            Print(runner.Run(Get()));
            Assert.Throws<ArithmeticException>(() => runner.Run(Fail()));
            Print(runner.Run(Get()));
            Print(runner.Loop.IsClosed);
            Print(runner.Run(Leave()));
            Print(runner.Run(Count()));
        }

        Prints("a", "a", "a", "False", "2", "2");

        async Coroutine<string> Set() => x.Value = "a";
        async Coroutine<string> Get() => x.Value!;
        static async Coroutine Fail() => throw new ArithmeticException("c");
        static async Coroutine<int> Leave()
        {
            _ = CreateTask(Sleep(100));
            return AllTasks().Count;
        }

        static async Coroutine<int> Count() => AllTasks().Count;
    }

    [Fact]
    public void A_closed_runner_runs_no_more()
    {
        var runner = new Runner(new TestLoop().Options);
        runner.Run(Sleep(0));
        EventLoop loop = runner.Loop;
        runner.Close();
        Assert.True(loop.IsClosed);
        Assert.Contains("closed", Assert.Throws<InvalidOperationException>(() => runner.Run(Sleep(0))).Message);
    }

    [Fact]
    public void A_system_exit_in_a_callback_cancels_the_main_task_and_leaves_the_run()
    {
        SystemExitException exit = Assert.Throws<SystemExitException>(() => new TestLoop().RunReporting(async () =>
        {
            GetRunningLoop().CallSoon(static () => throw new SystemExitException(3));
            try
            {
                await Sleep(1);
            }
            catch (CancelledException)
            {
                Print("cancelled");
                throw;
            }
        }));
        Print(exit.ExitCode);
        Prints("cancelled", "3");
    }

    [Fact]
    public void A_system_exit_in_a_task_of_a_group_ends_the_others_and_the_run()
    {
        SystemExitException exit = Assert.Throws<SystemExitException>(() => new TestLoop().RunReporting(async () =>
        {
            try
            {
                await TaskGroup.Run(async group =>
                {
                    group.CreateTask(Stays());
                    group.CreateTask(Exits());
                });
            }
            catch (Exception error)
            {
                Print(error.GetType().Name);
                throw;
            }
        }));
        Print(exit.ExitCode);
        Prints("u ends", "SystemExitException", "4");

        async Coroutine Stays()
        {
            try
            {
                await Sleep(5);
            }
            finally
            {
                Print("u ends");
            }
        }

        static async Coroutine Exits()
        {
            await Sleep(0);
            throw new SystemExitException(4);
        }
    }

    [Fact]
    public void A_loop_that_was_stopped_goes_on_where_it_stood()
    {
        using EventLoop loop = new TestLoop().MakeLoop();
        LoopTask<int> task = loop.CreateTask(Main());
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => loop.RunUntilComplete(task));
        Assert.Contains("stopped before", error.Message);
        Print(loop.RunUntilComplete(task));
        Prints("went on", "5");

        async Coroutine<int> Main()
        {
            loop.Stop();
            await Sleep(0);
            Print("went on");
            return 5;
        }
    }

    [Fact]
    public void Done_callbacks_are_taken_away_all_at_once_and_may_add_others()
    {
        TestLoop.Run(async () =>
        {
            Future<int> future = GetRunningLoop().CreateFuture<int>();
            Action<Future> callback = _ => Print("callback");
            future.AddDoneCallback(callback);
            future.AddDoneCallback(callback);
            future.AddDoneCallback(done =>
            {
                Print("add");
                done.AddDoneCallback(callback);
            });
            Print(future.RemoveDoneCallback(callback));
            future.SetResult(1);
            await Sleep(0);
            Print("-");
            await Sleep(0);
        });
        Prints("2", "add", "-", "callback");
    }

    [Fact]
    public void The_error_of_a_done_callback_is_reported_and_the_next_runs()
    {
        var loop = new TestLoop();
        loop.RunReporting(async () =>
        {
            LoopTask<int> task = CreateTask(Sleep(0, 1));
            task.AddDoneCallback(static _ => throw new ArithmeticException("no"));
            task.AddDoneCallback(done => Print(((LoopTask<int>)done).Result));
            await task;
            await Sleep(0);
        });
        Assert.IsType<ArithmeticException>(Assert.Single(loop.Reports).Exception);
        Prints("1");
    }

    [Fact]
    public void The_very_cancellation_that_a_task_raised_comes_out_once()
    {
        TestLoop.Run(async () =>
        {
            var mine = new CancelledException("mine");
            LoopTask task = CreateTask(Raise());
            CancelledException first = await Fails.With<CancelledException>(async () => await task);
            Print($"{ReferenceEquals(first, mine)} {first.CancelMessage} {task.IsCancelled} {task.Cancelling}");
            CancelledException second = await Fails.With<CancelledException>(async () => await task);
            Print($"{ReferenceEquals(second, mine)} {second.CancelMessage}");

            async Coroutine Raise() => throw mine;
        });
        Prints("True mine True 0", "False ");
    }

    [Fact]
    public void A_cancellation_in_the_step_that_sets_the_event_wins()
    {
        TestLoop.Run(async () =>
        {
            var set = new AsyncEvent();
            LoopTask<string> task = CreateTask(Wait());
            await Sleep(0);
            set.Set();
            task.Cancel();
            Print($"{await task} {task.Cancelling}");
            Print(await CreateTask(Wait()));

            async Coroutine<string> Wait()
            {
                try
                {
                    return (await set.Wait()).ToString();
                }
                catch (CancelledException)
                {
                    return "cancelled";
                }
            }
        });
        Prints("cancelled 1", "True");
    }

    [Fact]
    public void A_lock_that_was_given_to_a_cancelled_task_goes_to_the_next()
    {
        TestLoop.Run(async () =>
        {
            var mutex = new AsyncLock();
            await mutex.Acquire();
            LoopTask a = CreateTask(Take("a"));
            LoopTask b = CreateTask(Take("b"));
            await Sleep(0);
            mutex.Release();
            a.Cancel();
            await Sleep(0);
            Print(mutex.Locked);
            await Sleep(0);
            Print(mutex.Locked);
            Assert.Throws<InvalidOperationException>(mutex.Release);
            await b;

            async Coroutine Take(string name)
            {
                using (await mutex.Acquire())
                {
                    Print(name);
                }
            }
        });
        Prints("False", "b", "False");
    }

    [Fact]
    public void A_main_task_that_swallows_its_cancellation_gives_its_result()
    {
        string result = Asyncio.Run(Main(), new TestLoop().Options);
        Assert.Equal("swallowed", result);

        static async Coroutine<string> Main()
        {
            CurrentTask()!.Cancel();
            try
            {
                await Sleep(1);
                return "slept";
            }
            catch (CancelledException)
            {
                return "swallowed";
            }
        }
    }

    private void Print(object? value) => _printed.Add($"{value}");

    private void Prints(params string[] expected) => Assert.Equal(expected, _printed);
}
