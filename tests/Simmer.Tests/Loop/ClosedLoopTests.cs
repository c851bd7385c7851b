using System.Runtime.CompilerServices;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

/// <summary>What is left of a loop that is closed.</summary>
public sealed class ClosedLoopTests
{
    [Fact]
    public void A_closed_loop_is_collected_though_its_thread_goes_on_with_another()
    {
        // A thread of its own, whose pools nobody else has used.
        int alive = -1;
        var thread = new Thread(() =>
        {
            WeakReference[] loops = [.. Enumerable.Range(1, 5).Select(RunOne)];
            Asyncio.Run(Trivial());
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            alive = loops.Count(static loop => loop.IsAlive);
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, alive);
    }

    /// <summary>Fewer frames each time, so that some stay with the loops before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RunOne(int number)
    {
        EventLoop? loop = null;
        Asyncio.Run(Many(10 / number), new RunnerOptions { LoopFactory = () => loop = new EventLoop() });
        return new WeakReference(loop);
    }

    private static async Coroutine Many(int count) => await Gather(Enumerable.Range(0, count).Select(static _ => Sleeper()));

    private static async Coroutine Sleeper() => await Sleep(0);

    private static async Coroutine Trivial() => await Sleep(0);
}
