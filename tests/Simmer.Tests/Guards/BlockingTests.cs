using System.Runtime.CompilerServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Guards;

/// <summary>Code that blocks the loop: what waits is told at its line, what does not is told by the watchdog.</summary>
/// <remarks>What blocks here goes on only once it has been reported, so nothing depends on how long anything takes.</remarks>
public sealed class BlockingTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(20);
    private static int s_line;

    [Fact]
    public void A_wait_is_reported_at_its_line_while_it_waits()
    {
        using var reported = new ManualResetEventSlim();
        var run = new BlockingRun { OnWarning = _ => reported.Set() };

        run.Of(async () =>
        {
            await Sleep(0);
            s_line = Here() + 1;
            Until.Set(reported);
        });

        LoopWarning first = run.Warnings[0];
        Assert.Equal(LoopWarningKind.Blocking, first.Kind);
        Assert.Equal("main", first.Task?.Name);
        Assert.False(first.IsOver);
        Assert.StartsWith("Task 'main' blocks the loop: ManualResetEventSlim.Wait in Set at ", first.Message, StringComparison.Ordinal);
        Assert.EndsWith("waits. Nothing else runs meanwhile. Use an AsyncEvent.", first.Message, StringComparison.Ordinal);
        Assert.EndsWith("Until.cs", first.File, StringComparison.Ordinal);
        Assert.Contains($"BlockingTests.cs:{s_line}", first.CallStack, StringComparison.Ordinal);
        LoopWarning last = run.Warnings[^1];
        Assert.True(last.IsOver);
        Assert.StartsWith("Task 'main' blocked the loop for ", last.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_result_of_a_task_a_lock_a_semaphore_and_a_join_are_each_told_by_name()
    {
        string[] told = [.. new Func<BlockingRun, Action>[] { Result, LockStatement, SemaphoreWait, Join, WaitAll }.Select(block =>
        {
            var run = new BlockingRun();
            Action body = block(run);
            run.Of(async () => body());
            return run.Warnings[0].Message.Split(" in ")[0];
        })];

        Assert.Equal(
            [
                "Task 'main' blocks the loop: Task.Result",
                "Task 'main' blocks the loop: lock",
                "Task 'main' blocks the loop: SemaphoreSlim.Wait",
                "Task 'main' blocks the loop: Thread.Join",
                "Task 'main' blocks the loop: Task.WaitAll",
            ],
            told);

        static Action Result(BlockingRun run)
        {
            var source = new TaskCompletionSource<int>();
            run.OnWarning = _ => source.TrySetResult(1);
            return () => _ = source.Task.Result;
        }

        static Action LockStatement(BlockingRun run)
        {
            var gate = new object();
            var held = new ManualResetEventSlim();
            var reported = new ManualResetEventSlim();
            run.OnWarning = _ => reported.Set();
            var holder = new Thread(() =>
            {
                lock (gate)
                {
                    held.Set();
                    Until.Set(reported);
                }
            });
            holder.Start();
            Until.Set(held);
            return () =>
            {
                lock (gate)
                {
                }
            };
        }

        static Action SemaphoreWait(BlockingRun run)
        {
            var semaphore = new SemaphoreSlim(0);
            run.OnWarning = warning =>
            {
                if (!warning.IsOver)
                {
                    semaphore.Release();
                }
            };
            return semaphore.Wait;
        }

        static Action Join(BlockingRun run)
        {
            var reported = new ManualResetEventSlim();
            run.OnWarning = _ => reported.Set();
            var thread = new Thread(() => Until.Set(reported));
            thread.Start();
            return thread.Join;
        }

        static Action WaitAll(BlockingRun run)
        {
            var source = new TaskCompletionSource();
            run.OnWarning = _ => source.TrySetResult();
            return () => Task.WaitAll(source.Task, Task.CompletedTask);
        }
    }

    [Fact]
    public void A_computation_is_reported_while_it_computes_again_and_in_all()
    {
        var run = new BlockingRun { Debug = true, StepThreshold = s_short };
        run.Of(async () =>
        {
            s_line = Here() + 1;
            await Sleep(0);
            BlockingRun.SpinUntil(() => Held().Length >= 3);
            await Sleep(0);
        });

        // Whatever else may have taken long is another line's.
        LoopWarning[] Held() => [.. run.Warnings.Where(warning => warning.Kind == LoopWarningKind.Blocking && warning.Line == s_line)];
        LoopWarning[] held = Held();
        Assert.StartsWith("Task 'main' has held the loop for ", held[0].Message, StringComparison.Ordinal);
        Assert.Contains($", since the await at {held[0].File}:{s_line}", held[0].Message, StringComparison.Ordinal);
        Assert.Equal(s_line, held[0].Line);
        Assert.Contains(" by now", held[1].Message, StringComparison.Ordinal);
        Assert.True(held[2].Duration >= held[1].Duration * 1.5, "The intervals grow.");
        Assert.True(held[^1].IsOver);
        Assert.Contains(" in all", held[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_has_made_an_eager_one_is_still_found_at_its_await()
    {
        var run = new BlockingRun { Debug = true, StepThreshold = s_short };
        run.Of(async () =>
        {
            s_line = Here() + 1;
            await Sleep(0);
            LoopTask eager = CreateTask(Sleep(0), eagerStart: true);
            BlockingRun.SpinUntil(() => Held().Length >= 1);
            await eager;
        });

        Assert.Contains(", since the await at ", Held()[0].Message, StringComparison.Ordinal);

        LoopWarning[] Held() => [.. run.Warnings.Where(warning => warning.Kind == LoopWarningKind.Blocking && warning.Line == s_line)];
    }

    [Fact]
    public void Without_debug_mode_the_method_and_who_awaits_it_are_told()
    {
        var run = new BlockingRun { StepThreshold = s_short };
        run.Of(async () =>
        {
            await Inner(run);
        });

        LoopWarning first = Held(run)[0];
        Assert.Contains(" in BlockingTests.Inner, which begins at ", first.Message, StringComparison.Ordinal);
        Assert.Contains("    awaited in lambda in Without_debug_mode_the_method_and_who_awaits_it_are_told", first.CallStack, StringComparison.Ordinal);
        Assert.Contains("BlockingTests.cs:", first.CallStack, StringComparison.Ordinal);

        static async Coroutine Inner(BlockingRun run)
        {
            await Sleep(0);
            BlockingRun.SpinUntil(() => Held(run).Length > 0);
        }

        static LoopWarning[] Held(BlockingRun run) =>
            [.. run.Warnings.Where(warning => warning.Message.Contains("BlockingTests.Inner", StringComparison.Ordinal))];
    }

    [Fact]
    public void A_callback_that_holds_the_loop_is_named()
    {
        var run = new BlockingRun { StepThreshold = s_short };
        run.Of(async () =>
        {
            GetRunningLoop().CallSoon(Computation);
            await Until.Iterations(3);
        });

        Assert.True(IsNamed());

        void Computation() => BlockingRun.SpinUntil(IsNamed);
        bool IsNamed() => run.Warnings.Any(
            warning => warning.Message.StartsWith("Handle Computation has held the loop", StringComparison.Ordinal));
    }

    [Fact]
    public void A_loop_that_is_busy_with_many_short_steps_is_seen_to_move()
    {
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            var positions = new List<(long Iteration, int Head)>();
            await Gather(Enumerable.Range(0, 300).Select(_ => Step()));

            Assert.Equal(900, positions.Distinct().Count());
            Assert.Equal(3, positions.DistinctBy(position => position.Iteration).Count());

            async Coroutine Step()
            {
                for (int i = 0; i < 3; i++)
                {
                    positions.Add(loop.Position);
                    await Sleep(0);
                }
            }
        });
    }

    [Fact]
    public void What_may_block_is_not_reported()
    {
        var run = new BlockingRun { StepThreshold = s_short };
        run.Of(Allowed);

        Assert.DoesNotContain(run.Warnings, warning => warning.Message.Contains("Allowed", StringComparison.Ordinal));

        static async Coroutine Allowed()
        {
            BlockingScope scope = AllowBlocking();
            await Sleep(0);
            WaitUntilGuardsHaveLooked();
            Thread others = HeldElsewhere();
            BlockingRun.SpinUntil(() => !others.IsAlive);
            await Sleep(0);
            scope.Dispose();
        }
    }

    [Fact]
    public void A_part_that_may_block_is_one_tasks_alone_and_ends()
    {
        var run = new BlockingRun();
        run.Of(async () =>
        {
            BlockingScope scope = AllowBlocking();
            LoopTask other = CreateTask(BlockUntilReported(), name: "other");
            await other;
            scope.Dispose();
            scope.Dispose();
            await BlockUntilReported();
        });

        Assert.Equal(["other", "main"], run.Warnings.Where(warning => !warning.IsOver).Select(warning => warning.Task!.Name));

        async Coroutine BlockUntilReported()
        {
            using var reported = new ManualResetEventSlim();
            run.OnWarning = _ => reported.Set();
            Until.Set(reported);
        }
    }

    [Fact]
    public void By_policy_a_wait_throws_at_its_line()
    {
        var run = new BlockingRun { Policy = BlockingPolicy.Throw };
        run.Of(async () =>
        {
            var source = new TaskCompletionSource();
            var error = Assert.Throws<BlockingException>(() => source.Task.Wait());
            Assert.Contains("Task.Wait in lambda in By_policy_a_wait_throws_at_its_line at ", error.Message, StringComparison.Ordinal);
            Assert.Contains("Write 'await' in front of the task.", error.Message, StringComparison.Ordinal);
            using (AllowBlocking())
            {
                Assert.False(source.Task.Wait(1));
            }
        });

        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void By_policy_what_cannot_be_interrupted_ends_the_run()
    {
        var run = new BlockingRun { Policy = BlockingPolicy.Throw, StepThreshold = s_short };

        var error = Assert.Throws<BlockingException>(() => run.Of(async () =>
        {
            await Sleep(0);
            BlockingRun.SpinUntil(() => run.Warnings.Length > 0);
            await Sleep(60);
        }));

        Assert.StartsWith("Task 'main' held the loop for ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ignored_nothing_is_watched()
    {
        var run = new BlockingRun { Policy = BlockingPolicy.Ignore };
        run.Of(async () => WaitUntilGuardsHaveLooked());

        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void A_loop_that_sleeps_is_known_to()
    {
        Run(Main(), new RunnerOptions { HandleInterrupts = false });

        static async Coroutine Main()
        {
            EventLoop loop = GetRunningLoop();
            Assert.False(loop.IsIdle);
            Assert.True(await ToThread(() => SpinWait.SpinUntil(() => loop.IsIdle, Until.Patience)));
            Assert.False(loop.IsIdle);
        }
    }

    [Theory]
    [InlineData("ignore", BlockingPolicy.Ignore)]
    [InlineData("Warn", BlockingPolicy.Warn)]
    [InlineData(" THROW ", BlockingPolicy.Throw)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_environment_sets_the_policy(string? value, BlockingPolicy? policy) =>
        Assert.Equal(policy, GuardSettings.Read(value));

    [Fact]
    public void An_unknown_policy_in_the_environment_is_an_error_that_lists_the_known_ones() =>
        Assert.Contains(
            "SIMMER_BLOCKING is 'maybe'. Set it to ignore, warn or throw.",
            Assert.Throws<InvalidOperationException>(() => GuardSettings.Read("maybe")).Message,
            StringComparison.Ordinal);

    private static int Here([CallerLineNumber] int line = 0) => line;

    /// <summary>Blocks this thread for as long as it takes to report another loop, which is held only when this thread waits.</summary>
    private static void WaitUntilGuardsHaveLooked()
    {
        Thread waiter = Thread.CurrentThread;
        HeldElsewhere(() => BlockingRun.SpinUntil(() => waiter.ThreadState.HasFlag(ThreadState.WaitSleepJoin))).Join();
    }

    /// <summary>A thread whose loop is held from now on until that is reported, longer than the thresholds are.</summary>
    private static Thread HeldElsewhere(Action? before = null)
    {
        var thread = new Thread(() =>
        {
            before?.Invoke();
            var run = new BlockingRun { StepThreshold = s_short };
            run.Of(async () =>
            {
                await Sleep(0);
                BlockingRun.SpinUntil(() => run.Warnings.Length > 0);
            });
        });
        thread.Start();
        return thread;
    }
}
