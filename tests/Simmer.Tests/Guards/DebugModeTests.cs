using System.Runtime.CompilerServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Guards;

/// <summary>What debug mode adds: lost cancellations, busy tasks, forgotten sleeps.</summary>
public sealed class DebugModeTests
{
    private static int s_line;

    [Fact]
    public void A_swallowed_cancellation_is_named_with_the_line_at_which_it_arrived()
    {
        LoopWarning[] found = Found(LoopWarningKind.SwallowedCancellation, async () =>
        {
            LoopTask first = CreateTask(Swallow(), name: "first");
            LoopTask second = CreateTask(Swallow(), name: "second");
            await Sleep(0);
            first.Cancel();
            second.Cancel();
            await Until.Settled(first, second);
        });

        Assert.Equal(2, found.Length);
        Assert.Equal("first", found[0].Task!.Name);
        Assert.Equal(s_line, found[0].Line);
        Assert.StartsWith(
            $"Task 'first' swallowed its cancellation: it was cancelled in Swallow at {found[0].File}:{s_line} and returned a result all the same.",
            found[0].Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("It is number", found[0].Message, StringComparison.Ordinal);
        Assert.EndsWith("It is number 2 of this loop.", found[1].Message, StringComparison.Ordinal);

        static async Coroutine Swallow()
        {
            try
            {
                s_line = Here() + 1;
                await Sleep(3600);
            }
            catch (Exception)
            {
                await Sleep(0);
            }
        }
    }

    [Fact]
    public void Cancellations_that_end_where_they_should_are_not_named()
    {
        Assert.Empty(Found(null, async () =>
        {
            await Fails.With<TimeoutException>(async () => await Timeout(1, async scope => await Sleep(3600)));
            LoopTask cancelled = CreateTask(Sleep(3600));
            await Sleep(0);
            cancelled.Cancel();
            await Until.Settled(cancelled);
            LoopTask uncancelled = CreateTask(Uncancel());
            await Sleep(0);
            uncancelled.Cancel();
            await Until.Settled(uncancelled);
            await Fails.With<AggregateException>(async () => await TaskGroup.Run(async group =>
            {
                _ = group.CreateTask(Sleep(3600));
                await Sleep(0);
                throw new InvalidOperationException("expected");
            }));
        }));

        static async Coroutine Uncancel()
        {
            try
            {
                await Sleep(3600);
            }
            catch (CancelledException)
            {
                CurrentTask()!.Uncancel();
            }
        }
    }

    [Fact]
    public void A_task_that_outlives_its_cancellation_is_named_once_with_where_it_stands()
    {
        LoopWarning warning = Assert.Single(Found(LoopWarningKind.OutlivedCancellation, async () =>
        {
            LoopTask stubborn = CreateTask(GoOn(), name: "stubborn");
            await Sleep(0);
            stubborn.Cancel();
            await Sleep(60);
            Assert.False(stubborn.IsDone);
        }));

        Assert.StartsWith("Task 'stubborn' goes on 10 s after it was cancelled in GoOn at ", warning.Message, StringComparison.Ordinal);
        Assert.Equal(s_line, warning.Line);

        static async Coroutine GoOn()
        {
            try
            {
                await Sleep(3600);
            }
            catch (CancelledException)
            {
                s_line = Here() + 1;
                await Sleep(3000);
                throw;
            }
        }
    }

    [Fact]
    public void A_task_that_outlives_its_cancellation_is_named_in_real_time_while_the_loop_sleeps()
    {
        using var named = new ManualResetEventSlim();
        var options = new RunnerOptions
        {
            Debug = true,
            HandleInterrupts = false,
            Guards = new GuardOptions { CancellationGrace = TimeSpan.FromMilliseconds(1), Blocking = BlockingPolicy.Ignore },
            WarningHandler = (_, warning) =>
            {
                if (warning.Kind == LoopWarningKind.OutlivedCancellation)
                {
                    named.Set();
                }
            },
        };

        Run(Main(), options);

        async Coroutine Main()
        {
            LoopTask stubborn = CreateTask(ToThread(() => Until.Set(named)));
            await Sleep(0);
            await Sleep(0);
            LoopTask shield = CreateTask(Keep(stubborn));
            await Sleep(0);
            shield.Cancel();
            await shield;
        }

        static async Coroutine Keep(LoopTask task)
        {
            try
            {
                await Shield(task);
            }
            catch (CancelledException)
            {
                await task;
                CurrentTask()!.Uncancel();
            }
        }
    }

    [Fact]
    public void A_task_that_yields_for_ever_is_named_once()
    {
        LoopWarning warning = Assert.Single(Found(LoopWarningKind.BusyTask, async () =>
        {
            bool done = false;
            LoopTask busy = CreateTask(Poll(() => done), name: "busy");
            for (int i = 0; i < 500; i++)
            {
                // Yields as often, but waits now and then.
                await (i % 50 == 0 ? Waiting() : Sleep(0));
            }

            done = true;
            await busy;
        }));

        Assert.StartsWith("Task 'busy' has yielded 100 times in a row in Poll at ", warning.Message, StringComparison.Ordinal);
        Assert.Equal(s_line, warning.Line);

        static async Coroutine Waiting() => await CreateTask(Sleep(0));

        static async Coroutine Poll(Func<bool> isDone)
        {
            while (!isDone())
            {
                s_line = Here() + 1;
                await Sleep(0);
            }
        }
    }

    [Fact]
    public void A_sleep_that_nobody_awaits_is_found()
    {
        LoopWarning warning = Assert.Single(Found(LoopWarningKind.NeverAwaited, async () =>
        {
            s_line = Here() + 1;
            _ = Sleep(1);
            await Sleep(1);
        }));

        Assert.StartsWith("Coroutine 'Asyncio.Sleep' was called and never awaited", warning.Message, StringComparison.Ordinal);
        Assert.Equal(s_line, warning.Line);
    }

    [Fact]
    public void A_step_that_takes_long_is_told()
    {
        LoopWarning[] slow = Found(LoopWarningKind.SlowStep, async () =>
        {
            GetRunningLoop().SlowCallbackDuration = 0;
            await Sleep(0);
        });

        Assert.Contains(slow, warning => warning.Message.StartsWith("Executing Task 'Task-1' took 0.", StringComparison.Ordinal));
        Assert.All(slow, warning => Assert.True(warning.IsOver));
    }

    [Fact]
    public void A_task_method_that_goes_on_is_told_by_its_name()
    {
        LoopWarning[] slow = Found(LoopWarningKind.SlowStep, async () =>
        {
            GetRunningLoop().SlowCallbackDuration = 0;
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task waits = Waits(source.Task);
            source.SetResult();
            await waits;
            await Sleeps();
        });

        Assert.Contains(slow, warning => warning.Message.StartsWith("Executing continuation of Waits took 0.", StringComparison.Ordinal));
        Assert.Contains(slow, warning => warning.Message.StartsWith("Executing continuation of Sleeps took 0.", StringComparison.Ordinal));

        static async Task Waits(Task task) => await task;
        static async Task<int> Sleeps()
        {
            await Sleep(0);
            return 1;
        }
    }

    [Fact]
    public void The_observer_is_told_the_same_in_debug_mode()
    {
        Assert.Equal(Told(debug: false), Told(debug: true));

        static List<string> Told(bool debug)
        {
            var observer = new Recorder();
            var test = new TestLoop { Debug = debug, Observer = observer };
            test.RunReporting(async () =>
            {
                await Gather(Sleep(1), Sleep(0));
                await ToThread(() => { });
            });
            return observer.Told;
        }
    }

    /// <summary>The warnings of one kind; null for all but the slow steps, which a loaded machine may bring about.</summary>
    private static LoopWarning[] Found(LoopWarningKind? kind, Func<Coroutine> body)
    {
        var test = new TestLoop { Debug = true, Guards = new GuardOptions { Blocking = BlockingPolicy.Ignore, BusyYields = 100 } };
        test.RunReporting(body);
        Assert.Empty(test.Reports);
        return [.. test.Warnings.Where(warning => kind is null ? warning.Kind != LoopWarningKind.SlowStep : warning.Kind == kind)];
    }

    private static int Here([CallerLineNumber] int line = 0) => line;

    private sealed class Recorder : LoopObserver
    {
        internal List<string> Told { get; } = [];

        public override void TaskCreated(LoopTask task) => Told.Add($"created {task.Name}");

        public override void StepBegun(LoopTask task) => Told.Add($"begun {task.Name}");

        public override void StepEnded(LoopTask task) => Told.Add($"ended {task.Name}");

        public override void Suspended(LoopTask task, object? on) => Told.Add($"suspended {task.Name} {on?.GetType().Name}");

        public override void Woken(LoopTask task, object? by) => Told.Add($"woken {task.Name} {by?.GetType().Name}");

        public override void TaskFinished(LoopTask task) => Told.Add($"finished {task.Name}");
    }
}
