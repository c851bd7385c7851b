using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

/// <summary>
/// Which timers of .NET's hold virtual time to be all that is waited for. What the loop awaits of .NET and no such timer ends, it
/// gives a moment of real time: that goes by these two counts, and not by how fast a thread is.
/// </summary>
public sealed class VirtualLimitTests
{
    [Theory, InlineData("a wait"), InlineData("a wait for a result"), InlineData("a token")]
    public void A_timer_that_only_bounds_work_outside_leaves_that_its_time(string what) => TestLoop.Run(async () =>
    {
        EventLoop loop = GetRunningLoop();
        var work = new TaskCompletionSource<int>();
        var limit = TimeSpan.FromSeconds(5);
        using CancellationTokenSource? source = what == "a token" ? new CancellationTokenSource(limit, loop.Clock) : null;
        Task bounded = what switch
        {
            "a wait" => ((Task)work.Task).WaitAsync(limit, loop.Clock),
            "a wait for a result" => work.Task.WaitAsync(limit, loop.Clock),
            _ => work.Task.WaitAsync(source!.Token),
        };
        LoopTask waiter = CreateTask(Wait(bounded));
        await Until.Iterations(3);
        (int waits, int forTheLoop) = (loop.ForeignWaits, loop.Bridges);
        work.SetResult(1);
        await waiter;
        Assert.Equal(1, waits);
        Assert.Equal(0, forTheLoop);
        Assert.Equal(0, loop.ForeignWaits);
        Assert.Equal(0, loop.Bridges);
    });

    [Fact]
    public void A_delay_is_a_wait_for_the_loop_itself() => TestLoop.Run(async () =>
    {
        EventLoop loop = GetRunningLoop();
        LoopTask waiter = CreateTask(Wait(Task.Delay(TimeSpan.FromSeconds(5), loop.Clock)));
        await Until.Iterations(3);
        Assert.Equal(1, loop.ForeignWaits);
        Assert.Equal(1, loop.Bridges);
        await waiter;
        Assert.Equal(0, loop.Bridges);
        Assert.Equal(5, loop.Time);
    });

    private static async Coroutine Wait(Task task) => await task;
}
