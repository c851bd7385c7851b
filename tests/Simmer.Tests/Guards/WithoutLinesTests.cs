using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Guards;

/// <summary>What the guards say of code that was shipped without its PDB: the methods, and no lines.</summary>
public sealed class WithoutLinesTests
{
    [Fact]
    public void A_wait()
    {
        using var twin = new Twin();
        using var reported = new ManualResetEventSlim();
        var run = new BlockingRun { OnWarning = _ => reported.Set() };

        run.Of(() => twin.Call<Coroutine>(AwaitsOneThatWaits, reported));

        LoopWarning first = run.Warnings[0];
        Assert.StartsWith("Task 'main' blocks the loop: ManualResetEventSlim.Wait in Waits waits. ", first.Message, StringComparison.Ordinal);
        Assert.StartsWith($"    in Waits{Environment.NewLine}    awaited in AwaitsOneThatWaits{Environment.NewLine}    awaited in Named at ", first.CallStack, StringComparison.Ordinal);
        Assert.Null(first.File);
        Assert.Null(first.Line);
        Assert.EndsWith(" s in all: ManualResetEventSlim.Wait in Waits.", run.Warnings[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, " in WithoutLinesTests.Computes or what it calls. Nothing else runs")]
    [InlineData(true, " in WithoutLinesTests.Computes. Nothing else runs")]
    public void A_computation(bool debug, string place)
    {
        using var twin = new Twin();
        var run = new BlockingRun { Debug = debug, StepThreshold = TimeSpan.FromMilliseconds(20) };

        run.Of(() => twin.Call<Coroutine>(Computes, (Func<int>)(() => run.Warnings.Length), (Func<bool>)IsReported));

        bool IsReported() => run.Warnings.Any(warning => warning.Message.Contains(place, StringComparison.Ordinal) && warning.Line is null);
    }

    [Fact]
    public void A_coroutine_that_nobody_awaits()
    {
        using var twin = new Twin();
        var usual = new TestLoop();
        usual.RunReporting(() => twin.Call<Coroutine>(Forgets));
        var debug = new TestLoop { Debug = true };
        debug.RunReporting(() => twin.Call<Coroutine>(Forgets));

        const string Begins = "Coroutine 'WithoutLinesTests.Computes' was called and never awaited: its body never ran. Write 'await ";
        Assert.StartsWith(Begins, Assert.Single(usual.Warnings).Message, StringComparison.Ordinal);
        LoopWarning called = Assert.Single(debug.Warnings, warning => warning.Kind == LoopWarningKind.NeverAwaited);
        Assert.StartsWith(Begins, called.Message, StringComparison.Ordinal);
        Assert.StartsWith("    in Forgets", called.CallStack, StringComparison.Ordinal);
        Assert.Null(called.Line);
    }

    [Fact]
    public void A_swallowed_cancellation()
    {
        using var twin = new Twin();
        var test = new TestLoop { Debug = true };
        test.RunReporting(async () =>
        {
            LoopTask task = CreateTask(twin.Call<Coroutine>(Swallows));
            await Sleep(0);
            task.Cancel();
            await Until.Settled(task);
        });

        LoopWarning warning = Assert.Single(test.Warnings, warning => warning.Kind == LoopWarningKind.SwallowedCancellation);
        Assert.Contains(" it was cancelled in Swallows and returned a result", warning.Message, StringComparison.Ordinal);
        Assert.Null(warning.Line);
    }

    [Fact]
    public void A_task_that_outlives_its_cancellation_and_one_that_yields_for_ever()
    {
        using var twin = new Twin();
        var test = new TestLoop { Debug = true, Guards = new GuardOptions { Blocking = BlockingPolicy.Ignore, BusyYields = 10 } };
        test.RunReporting(async () =>
        {
            LoopTask stubborn = CreateTask(twin.Call<Coroutine>(Persists));
            await Sleep(0);
            stubborn.Cancel();
            await Until.Settled(stubborn);
            await twin.Call<Coroutine>(Yields, 20);
        });

        Assert.Contains(test.Warnings, warning => warning.Kind == LoopWarningKind.OutlivedCancellation && warning.Line is null
            && warning.Message.Contains(" s after it was cancelled in Persists; now it is ", StringComparison.Ordinal));
        Assert.Contains(test.Warnings, warning => warning.Kind == LoopWarningKind.BusyTask && warning.Line is null
            && warning.Message.Contains(" times in a row in Yields, and waits", StringComparison.Ordinal));
    }

    [Fact]
    public void A_deadlock()
    {
        using var twin = new Twin();
        var test = new TestLoop();

        var error = Assert.Throws<DeadlockException>(() => test.RunReporting(() => twin.Call<Coroutine>(Locks)));

        Assert.Contains($"  task 'Task-1' waits for a lock that task 'Task-1' holds, in Locks{Environment.NewLine}", error.Message, StringComparison.Ordinal);
    }

    private static async Coroutine AwaitsOneThatWaits(ManualResetEventSlim reported)
    {
        await Sleep(0);
        await Waits(reported);
    }

    private static async Coroutine Waits(ManualResetEventSlim reported)
    {
        await Sleep(0);
        reported.Wait(Until.Patience);
    }

    private static async Coroutine Computes(Func<int> reports, Func<bool> isReported)
    {
        // What is compiled for the first time may hold the loop, too, before this runs.
        for (int i = 0; i < 20 && !isReported(); i++)
        {
            await Sleep(0);
            int before = reports();
            BlockingRun.SpinUntil(() => reports() > before);
        }

        Assert.True(isReported());
    }

    private static async Coroutine Forgets()
    {
        _ = Computes(static () => 0, static () => true);
        await Sleep(0);
    }

    private static async Coroutine Swallows()
    {
        try
        {
            await Sleep(1);
        }
        catch (CancelledException)
        {
        }
    }

    private static async Coroutine Persists()
    {
        try
        {
            await Sleep(1);
        }
        catch (CancelledException)
        {
            await Sleep(60);
            throw;
        }
    }

    private static async Coroutine Yields(int times)
    {
        for (int i = 0; i < times; i++)
        {
            await Sleep(0);
        }
    }

    private static async Coroutine Locks()
    {
        var mutex = new AsyncLock();
        await mutex.Acquire();
        await mutex.Acquire();
    }
}
