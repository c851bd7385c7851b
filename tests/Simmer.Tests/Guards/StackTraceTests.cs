using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Guards;

/// <summary>The trace of an error across awaits reads as the user wrote the calls.</summary>
public sealed class StackTraceTests
{
    [Fact]
    public void A_trace_through_three_coroutines_has_only_their_frames_in_order() => TestLoop.Run(async () =>
        Assert.Equal(["Inner", "Middle", "Outer", "Catching"], await Catching(Outer())));

    [Fact]
    public void So_has_one_through_coroutines_that_have_suspended() => TestLoop.Run(async () =>
        Assert.Equal(["InnerLater", "MiddleLater", "OuterLater", "Catching"], await Catching(OuterLater())));

    [Fact]
    public void So_has_one_through_a_task() => TestLoop.Run(async () =>
        Assert.Equal(["InnerLater", "MiddleLater", "OuterLater", "Joining", "Catching"], await Catching(Joining())));

    [Fact]
    public void A_trace_out_of_a_run_has_only_user_frames_too()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new TestLoop().RunReporting(OuterLater));

        string[] lines = Lines(error);
        Assert.Equal(["InnerLater", "MiddleLater", "OuterLater"], lines.Take(3));
        Assert.All(lines.Skip(3), line => Assert.DoesNotContain("Simmer.EventLoop", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_trace_of_a_cancellation_begins_at_the_await() => TestLoop.Run(async () =>
    {
        LoopTask<string[]> task = CreateTask(Catching(Forever()));
        await Sleep(0);
        task.Cancel();
        Assert.Equal(["Forever", "Catching"], await task);
    });

    private static async Coroutine<string[]> Catching(Coroutine failing)
    {
        try
        {
            await failing;
            return [];
        }
        catch (Exception error)
        {
            return Lines(error);
        }
    }

    private static async Coroutine Inner() => throw new InvalidOperationException("expected");

    private static async Coroutine Middle() => await Inner();

    private static async Coroutine Outer() => await Middle();

    private static async Coroutine InnerLater()
    {
        await Sleep(1);
        throw new InvalidOperationException("expected");
    }

    private static async Coroutine MiddleLater() => await InnerLater();

    private static async Coroutine OuterLater() => await MiddleLater();

    private static async Coroutine Joining() => await CreateTask(OuterLater());

    private static async Coroutine Forever() => await Sleep(double.PositiveInfinity);

    /// <summary>The methods of this class by their bare names; every other line as it is.</summary>
    private static string[] Lines(Exception error) =>
    [
        .. error.StackTrace!.Split(Environment.NewLine).Select(static line =>
        {
            const string Own = "   at Simmer.Tests.Guards.StackTraceTests.";
            return line.StartsWith(Own, StringComparison.Ordinal) ? line[Own.Length..].Split('(')[0] : line;
        }),
    ];
}
