using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Coroutines;

/// <summary>Frames of calls outside any loop, such as that of each run's main coroutine: where they come from and go to.</summary>
public sealed class FramePoolTests
{
    [Fact]
    public void A_call_outside_a_loop_takes_the_frame_that_the_last_run_gave_back()
    {
        Frame? first = null;
        for (int i = 0; i < 100; i++)
        {
            Coroutine<int> call = Body(i);
            first ??= call.Frame;

            Assert.Same(first, call.Frame);
            Assert.Equal(i, Run(call));
        }
    }

    [Fact]
    public void Frames_of_many_calls_outside_a_loop_serve_again()
    {
        // So many that the guard has given tickets to the oldest.
        for (int round = 0; round < 3; round++)
        {
            Coroutine<int>[] calls = [.. Enumerable.Range(0, 300).Select(Body)];
            int[] results = Run(All(calls));

            Assert.Equal(Enumerable.Range(0, 300), results);
        }

        static async Coroutine<int[]> All(Coroutine<int>[] calls) => await Gather(calls);
    }

    [Fact]
    public void A_call_outside_a_loop_that_another_threads_loop_begins_is_missed_on_neither_thread()
    {
        Run(Body(1));
        var here = new TestLoop();
        var there = new TestLoop();
        here.RunReporting(() => Twice(Body));
        Coroutine<int> call = Body(2);
        int result = 0;
        var thread = new Thread(() =>
        {
            there.RunReporting(async () => result = await call);
            there.RunReporting(() => Twice(Body));
        });
        thread.Start();
        thread.Join();
        here.RunReporting(() => Twice(Body));

        Assert.Equal(2, result);
        Assert.Empty(here.Warnings);
        Assert.Empty(there.Warnings);
    }

    private static async Coroutine Twice(Func<int, Coroutine<int>> main)
    {
        await main(1);
        await main(2);
    }

    private static async Coroutine<int> Body(int x)
    {
        await Sleep(0);
        return x;
    }
}
