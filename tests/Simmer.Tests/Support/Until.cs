namespace Simmer.Tests.Support;

/// <summary>Small waits that tests compose.</summary>
internal static class Until
{
    /// <summary>Far longer than anything takes: the bound on a wait for another thread, so that a failure does not hang.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Lets that many iterations of the loop pass.</summary>
    internal static async Coroutine Iterations(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Asyncio.Sleep(0);
        }
    }

    /// <summary>Waits until something holds that the loop is about to bring about.</summary>
    internal static async Coroutine True(Func<bool> condition)
    {
        while (!condition())
        {
            await Asyncio.Sleep(0.001);
        }
    }

    /// <summary>Waits for tasks, however they end.</summary>
    internal static async Coroutine Settled(params LoopTask[] tasks) => await Asyncio.Wait(tasks);

    /// <summary>Waits for something that another thread is about to do.</summary>
    internal static void Set(ManualResetEventSlim signal) =>
        Assert.True(signal.Wait(Patience), "The other thread did not signal.");
}
