using Simmer.Testing;

namespace Simmer.Tests.Support;

/// <summary>Counts, exactly, what a warmed-up loop allocates.</summary>
internal static class Allocations
{
    /// <summary>Checks what each further time round the body's loop allocates; what it allocates before does not count.</summary>
    /// <param name="bytesEach">The promise.</param>
    /// <param name="body">Goes round its loop as often as it is told to.</param>
    internal static void Are(long bytesEach, Func<int, Coroutine> body) =>
        Asyncio.Run(AreHere(bytesEach, body), new RunnerOptions { Clock = new VirtualClock(), HandleInterrupts = false });

    /// <summary>The same on the loop that runs.</summary>
    internal static async Coroutine AreHere(long bytesEach, Func<int, Coroutine> body)
    {
        const int times = 100;
        await Measure(body, 2 * times);
        long few = await Measure(body, times);
        long many = await Measure(body, 2 * times);
        for (int i = 0; i < 20 && many - few != bytesEach * times; i++)
        {
            // The optimizing compiler may have put better code in place between the two, at a moment of its own choosing; what
            // the system does for the first time allocates, too.
            few = await Measure(body, times);
            many = await Measure(body, 2 * times);
        }

        Assert.Equal(bytesEach * times, many - few);
    }

    private static async Coroutine<long> Measure(Func<int, Coroutine> body, int times)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        await body(times);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
