using System.Diagnostics;
using System.Runtime.CompilerServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Guards;

/// <summary>Coroutines that were called and never awaited.</summary>
public sealed class NeverAwaitedTests
{
    [Fact]
    public void A_coroutine_that_nobody_awaits_is_reported_when_the_loop_closes()
    {
        LoopWarning warning = Assert.Single(WarningsOf(async () => _ = Fetch(1)));

        Assert.Equal(LoopWarningKind.NeverAwaited, warning.Kind);
        Assert.StartsWith(
            "Coroutine 'NeverAwaitedTests.Fetch' was called and never awaited: its body never ran. The method is at ",
            warning.Message,
            StringComparison.Ordinal);
        Assert.Contains("NeverAwaitedTests.cs:", warning.Message, StringComparison.Ordinal);
        Assert.Contains("Write 'await NeverAwaitedTests.Fetch(…)'", warning.Message, StringComparison.Ordinal);
        Assert.Contains("SIMMER_DEBUG=1", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_calls_of_one_method_are_counted()
    {
        List<LoopWarning> warnings = WarningsOf(async () =>
        {
            await Fetch(0);
            for (int i = 0; i < 7; i++)
            {
                _ = Fetch(i);
            }

            await Fetch(0);
        });

        Assert.Contains("was called 7 times and never awaited", Assert.Single(warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Coroutines_that_are_awaited_spawned_gathered_cancelled_or_closed_are_not_reported()
    {
        TestLoop.Run(async () =>
        {
            Assert.Equal(1, await Fetch(1));
            LoopTask<int> spawned = CreateTask(Fetch(2));
            await Gather(Fetch(3), Fetch(4));
            Fetch(5).Close();
            LoopTask never = CreateTask(Deep(10), name: "left to the end of the run");
            LoopTask cancelledBeforeItBegan = CreateTask(Deep(1));
            cancelledBeforeItBegan.Cancel();
            await Until.Settled(cancelledBeforeItBegan);
            await Fails.With<InvalidOperationException>(async () => await Failing());
            await spawned;
            Assert.False(never.IsDone);
        });
    }

    [Fact]
    public void A_loop_that_is_closed_with_tasks_in_the_middle_of_calls_reports_only_what_was_forgotten()
    {
        var test = new TestLoop();
        EventLoop loop = test.MakeLoop();
        loop.RunUntilComplete(Body());
        Assert.Single(loop.Tasks.ToArray());

        loop.Close();

        Assert.Contains("Fetch", Assert.Single(test.Warnings).Message, StringComparison.Ordinal);

        async Coroutine Body()
        {
            _ = CreateTask(Deep(20));
            await Sleep(0);
            _ = Fetch(1);
        }
    }

    [Fact]
    public void A_loop_is_not_blamed_for_what_another_on_its_thread_has_out()
    {
        var one = new TestLoop();
        EventLoop outer = one.MakeLoop();
        outer.RunUntilComplete(Spawn(Deep(5)));

        Assert.Empty(WarningsOf(async () => await Fetch(1)));

        outer.RunUntilComplete(CancelAll());
        outer.Close();
        Assert.Empty(one.Warnings);

        static async Coroutine Spawn(Coroutine coroutine)
        {
            _ = CreateTask(coroutine);
            await Sleep(0);
        }

        static async Coroutine CancelAll()
        {
            LoopTask[] others = [.. AllTasks().Where(task => task != CurrentTask())];
            foreach (LoopTask task in others)
            {
                task.Cancel();
            }

            await Wait(others);
        }
    }

    [Fact]
    public void Nor_for_what_another_has_begun_between_its_runs()
    {
        var one = new TestLoop();
        EventLoop first = one.MakeLoop();
        first.RunUntilComplete(Until.Iterations(1));
        var two = new TestLoop();
        EventLoop second = two.MakeLoop();
        second.RunUntilComplete(Until.Iterations(1));
        LoopTask? left = null;
        first.RunUntilComplete(Leave());

        second.Close();
        Assert.Empty(two.Warnings);

        first.RunUntilComplete((IAwaitable)left!);
        first.Close();
        Assert.Empty(one.Warnings);

        async Coroutine Leave() => left = CreateTask(Fetch(1));
    }

    [Fact]
    public void Nor_for_what_a_loop_runs_on_another_thread_that_was_made_on_its_own()
    {
        var other = new EventLoop(new EventLoopOptions { Debug = false });
        Assert.Empty(WarningsOf(async () =>
        {
            int number = await ToThread(() =>
            {
                using (other)
                {
                    return other.RunUntilComplete(Fetch(0));
                }
            });
            Assert.Equal(0, number);
        }));
    }

    [Fact]
    public void A_call_of_the_method_that_the_run_began_with_is_reported_too()
    {
        var test = new TestLoop();
        Run(Again(once: false), test.Options);

        Assert.Contains("'NeverAwaitedTests.Again'", Assert.Single(test.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_coroutine_that_is_handed_to_another_threads_loop_is_that_loops()
    {
        using var other = new EventLoop();
        var thread = new Thread(other.RunForever);
        thread.Start();
        TestLoop.Run(async () =>
        {
            await Fetch(0);
            Assert.Equal(7, await ToThread(() => 7));
            Assert.Equal(3, await RunCoroutineThreadsafe(Fetch(3), other));
        });

        other.CallSoonThreadsafe(other.Stop);
        thread.Join();
    }

    [Fact]
    public void In_debug_mode_the_report_has_the_line_of_the_call()
    {
        var test = new TestLoop { Debug = true };
        int line = 0;
        test.RunReporting(async () =>
        {
            line = Here();
            Forget();
        });

        LoopWarning warning = Assert.Single(Found(test));
        Assert.Equal(s_forgets, warning.Line);
        Assert.EndsWith("NeverAwaitedTests.cs", warning.File, StringComparison.Ordinal);
        Assert.Contains($" It was called in NeverAwaitedTests.Forget at {warning.File}:{s_forgets}.".Replace("NeverAwaitedTests.Forget", "Forget", StringComparison.Ordinal), warning.Message, StringComparison.Ordinal);
        Assert.Contains($"NeverAwaitedTests.cs:{line + 1}", warning.CallStack, StringComparison.Ordinal);
        Assert.DoesNotContain("Simmer.Coroutine", warning.CallStack, StringComparison.Ordinal);
        Assert.DoesNotContain("SIMMER_DEBUG", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_debug_mode_it_is_reported_once_it_can_no_longer_be_reached()
    {
        var test = new TestLoop { Debug = true };
        test.RunReporting(async () =>
        {
            Forget();
            await Collected(test);
            Assert.Single(Found(test));
        });

        Assert.Single(Found(test));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_guard_can_be_switched_off(bool debug)
    {
        var test = new TestLoop { Debug = debug, Guards = new GuardOptions { NeverAwaited = false } };
        test.RunReporting(async () =>
        {
            Forget();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Sleep(0);
        });

        Assert.Empty(Found(test));
    }

    [Fact]
    public void In_debug_mode_it_is_reported_to_the_loops_handler_even_if_it_is_garbage_when_the_loop_closes()
    {
        for (int i = 0; i < 20; i++)
        {
            var test = new TestLoop { Debug = true };
            test.RunReporting(async () =>
            {
                Forget();

                // Its finalizer runs about when the loop closes.
                GC.Collect();
            });

            Assert.Single(Found(test));
        }
    }

    [Fact]
    public void Debug_mode_can_be_switched_while_coroutines_are_under_way()
    {
        var test = new TestLoop();
        test.RunReporting(async () =>
        {
            EventLoop loop = GetRunningLoop();
            LoopTask before = CreateTask(Deep(3));
            await Sleep(0);
            loop.Debug = true;
            Assert.Equal(1, await Fetch(1));
            Forget();
            before.Cancel();
            loop.Debug = false;
            Assert.Equal(2, await Fetch(2));
            await Until.Settled(before);
        });

        Assert.Equal(s_forgets, Assert.Single(Found(test)).Line);
    }

    private static int s_forgets;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        s_forgets = Here() + 1;
        _ = Fetch(1);
    }

    private static async Coroutine Collected(TestLoop test)
    {
        // The finalizer runs on a thread of its own: a bounded number of tries, none of which waits by the clock.
        for (int i = 0; i < 1000 && Found(test).Count == 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Sleep(0);
        }
    }

    private static List<LoopWarning> WarningsOf(Func<Coroutine> body)
    {
        var test = new TestLoop();
        test.RunReporting(body);
        Assert.Empty(test.Reports);
        return test.Warnings;
    }

    /// <summary>Without the slow steps, which debug mode reports too.</summary>
    private static List<LoopWarning> Found(TestLoop test) => test.Warnings.FindAll(warning => warning.Kind == LoopWarningKind.NeverAwaited);

    private static int Here([CallerLineNumber] int line = 0) => line;

    private static async Coroutine<int> Fetch(int number)
    {
        await Sleep(number);
        return number;
    }

    private static async Coroutine Again(bool once)
    {
        if (!once)
        {
            _ = Again(once: true);
        }

        await Sleep(0);
    }

    private static async Coroutine Deep(int levels)
    {
        if (levels > 0)
        {
            await Deep(levels - 1);
        }

        await Sleep(double.PositiveInfinity);
        throw new UnreachableException();
    }

    private static async Coroutine<int> Failing()
    {
        await Sleep(0);
        throw new InvalidOperationException("expected");
    }
}
