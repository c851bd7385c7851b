using System.Diagnostics;
using static Simmer.Asyncio;

namespace Simmer.Peers.Work;

/// <summary>The scenarios on Simmer.</summary>
internal static class SimmerWork
{
    /// <summary>How long sleepers sleep: a constant for each of them, as in the programs of the peers.</summary>
    private static double s_seconds;

    internal static bool Run(string scenario)
    {
        switch (scenario)
        {
            case "yield":
                Meter.Repeat(Sizes.Yields, static () => Meter.Time(static () => Asyncio.Run(Yields())));
                return true;
            case "call":
                Meter.Repeat(Sizes.Calls, static () => Meter.Time(static () => Asyncio.Run(Calls())));
                return true;
            case "suspending-call":
                Meter.Repeat(Sizes.Calls, static () => Meter.Time(static () => Asyncio.Run(SuspendingCalls())));
                return true;
            case "spawn":
                Meter.Repeat(Sizes.Spawns, static () => Meter.Time(static () => Asyncio.Run(Spawns(Leaf))));
                return true;
            case "spawn-yield":
                Meter.Repeat(Sizes.Spawns, static () => Meter.Time(static () => Asyncio.Run(Spawns(SuspendingLeaf))));
                return true;
            case "sleepers":
                Meter.WarmUp(static () => OnThreadOfItsOwn(static () => Asyncio.Run(Sleepers(Sizes.WarmUpSleepers, 0.001))));
                Meter.Sleepers(Sizes.Sleepers, static () => Asyncio.Run(Sleepers(Sizes.Sleepers, 1)));
                return true;
            case "sleepers-live":
                Asyncio.Run(LiveBytes());
                return true;
            case "cancel":
                Meter.Repeat(Sizes.Cancels, static () => Asyncio.Run(Cancels()));
                return true;
            case "recursion":
                Meter.Repeat(Sizes.Depth, static () => Meter.Time(static () => Asyncio.Run(Recursion(Sizes.Depth))));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The frames that one run leaves for the next are the thread's: to make frames, as the million do, has to be warmed up too.</summary>
    private static void OnThreadOfItsOwn(Action run)
    {
        var thread = new Thread(run.Invoke);
        thread.Start();
        thread.Join();
    }

    private static async Coroutine Yields()
    {
        static async Coroutine Yielder()
        {
            for (int i = 0; i < Sizes.Yields / Sizes.Yielders; i++)
            {
                await Sleep(0);
            }
        }

        var tasks = new LoopTask[Sizes.Yielders];
        for (int i = 0; i < tasks.Length; i++)
        {
            tasks[i] = CreateTask(Yielder());
        }

        foreach (LoopTask task in tasks)
        {
            await task;
        }
    }

    private static async Coroutine<int> Leaf(int x) => x + 1;

    private static async Coroutine<int> SuspendingLeaf(int x)
    {
        await Sleep(0);
        return x + 1;
    }

    private static async Coroutine<long> Calls()
    {
        long sum = 0;
        for (int i = 0; i < Sizes.Calls; i++)
        {
            sum += await Leaf(i);
        }

        return sum;
    }

    private static async Coroutine<long> SuspendingCalls()
    {
        long sum = 0;
        for (int i = 0; i < Sizes.Calls; i++)
        {
            sum += await SuspendingLeaf(i);
        }

        return sum;
    }

    private static async Coroutine<long> Spawns(Func<int, Coroutine<int>> leaf)
    {
        var tasks = new LoopTask<int>[Sizes.Spawns];
        for (int i = 0; i < tasks.Length; i++)
        {
            tasks[i] = CreateTask(leaf(i));
        }

        long sum = 0;
        foreach (LoopTask<int> task in tasks)
        {
            sum += await task;
        }

        return sum;
    }

    private static LoopTask[] StartSleepers(int count, double seconds)
    {
        static async Coroutine Sleeper() => await Sleep(s_seconds);

        s_seconds = seconds;
        var tasks = new LoopTask[count];
        for (int i = 0; i < count; i++)
        {
            tasks[i] = CreateTask(Sleeper());
        }

        return tasks;
    }

    private static async Coroutine Sleepers(int count, double seconds)
    {
        foreach (LoopTask task in StartSleepers(count, seconds))
        {
            await task;
        }
    }

    private static async Coroutine LiveBytes()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        LoopTask[] tasks = StartSleepers(Sizes.LiveSleepers, 3600);
        await Sleep(0.1);
        Meter.Print("live-bytes", (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)tasks.Length);
        GC.KeepAlive(tasks);
    }

    private static async Coroutine<double> Cancels()
    {
        LoopTask[] tasks = StartSleepers(Sizes.Cancels, 3600);
        await Sleep(0);
        await Sleep(0);
        long began = Stopwatch.GetTimestamp();
        foreach (LoopTask task in tasks)
        {
            task.Cancel();
        }

        await Wait(tasks);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Coroutine<int> Recursion(int depth)
    {
        if (depth == 0)
        {
            await Sleep(0);
            return 0;
        }

        return 1 + await Recursion(depth - 1);
    }
}
