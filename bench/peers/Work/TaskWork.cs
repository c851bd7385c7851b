using System.Diagnostics;

namespace Simmer.Peers.Work;

/// <summary>The scenarios on .NET's own <see cref="Task"/> and the thread pool.</summary>
internal static class TaskWork
{
    private static double s_seconds;
    private static CancellationToken s_cancellation;

    internal static bool Run(string scenario)
    {
        switch (scenario)
        {
            case "yield":
                Meter.Repeat(Sizes.Yields, static () => Meter.Time(static () => OnThePool(Yields)));
                return true;
            case "call":
                Meter.Repeat(Sizes.Calls, static () => Meter.Time(static () => OnThePool(Calls)));
                return true;
            case "suspending-call":
                Meter.Repeat(Sizes.Calls, static () => Meter.Time(static () => OnThePool(SuspendingCalls)));
                return true;
            case "spawn":
                Meter.Repeat(Sizes.Spawns, static () => Meter.Time(static () => OnThePool(static () => Spawns(Leaf))));
                return true;
            case "spawn-yield":
                Meter.Repeat(Sizes.Spawns, static () => Meter.Time(static () => OnThePool(static () => Spawns(SuspendingLeaf))));
                return true;
            case "sleepers":
                Meter.WarmUp(static () => OnThePool(static () => Sleepers(Sizes.WarmUpSleepers, 0.001)));
                Meter.Sleepers(Sizes.Sleepers, static () => OnThePool(static () => Sleepers(Sizes.Sleepers, 1)));
                return true;
            case "sleepers-live":
                OnThePool(LiveBytes);
                return true;
            case "cancel":
                Meter.Repeat(Sizes.Cancels, static () => OnThePool(Cancels));
                return true;
            case "recursion":
                Meter.Repeat(Sizes.Depth, static () => Meter.Time(static () => OnThePool(static () => Recursion(Sizes.Depth))));
                return true;
            default:
                return false;
        }
    }

    private static void OnThePool(Func<Task> main) => Task.Run(main).GetAwaiter().GetResult();

    private static T OnThePool<T>(Func<Task<T>> main) => Task.Run(main).GetAwaiter().GetResult();

    private static async Task Yields()
    {
        static async Task Yielder()
        {
            for (int i = 0; i < Sizes.Yields / Sizes.Yielders; i++)
            {
                await Task.Yield();
            }
        }

        var tasks = new Task[Sizes.Yielders];
        for (int i = 0; i < tasks.Length; i++)
        {
            tasks[i] = Task.Run(Yielder);
        }

        foreach (Task task in tasks)
        {
            await task;
        }
    }

    private static async Task<int> Leaf(int x) => x + 1;

    private static async Task<int> SuspendingLeaf(int x)
    {
        await Task.Yield();
        return x + 1;
    }

    private static async Task<long> Calls()
    {
        long sum = 0;
        for (int i = 0; i < Sizes.Calls; i++)
        {
            sum += await Leaf(i);
        }

        return sum;
    }

    private static async Task<long> SuspendingCalls()
    {
        long sum = 0;
        for (int i = 0; i < Sizes.Calls; i++)
        {
            sum += await SuspendingLeaf(i);
        }

        return sum;
    }

    private static async Task<long> Spawns(Func<int, Task<int>> leaf)
    {
        var tasks = new Task<int>[Sizes.Spawns];
        for (int i = 0; i < tasks.Length; i++)
        {
            int x = i;
            tasks[i] = Task.Run(() => leaf(x));
        }

        long sum = 0;
        foreach (Task<int> task in tasks)
        {
            sum += await task;
        }

        return sum;
    }

    private static Task[] StartSleepers(int count, double seconds, CancellationToken cancellation = default)
    {
        static async Task Sleeper() => await Task.Delay(TimeSpan.FromSeconds(s_seconds), s_cancellation);

        s_seconds = seconds;
        s_cancellation = cancellation;
        var tasks = new Task[count];
        for (int i = 0; i < count; i++)
        {
            tasks[i] = Task.Run(Sleeper, CancellationToken.None);
        }

        return tasks;
    }

    private static async Task Sleepers(int count, double seconds)
    {
        foreach (Task task in StartSleepers(count, seconds))
        {
            await task;
        }
    }

    private static async Task LiveBytes()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using var cancellation = new CancellationTokenSource();
        Task[] tasks = StartSleepers(Sizes.LiveSleepers, 3600, cancellation.Token);
        await Task.Delay(500, CancellationToken.None);
        Meter.Print("live-bytes", (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)tasks.Length);
        GC.KeepAlive(tasks);
    }

    private static async Task<double> Cancels()
    {
        static async Task Sleeper(CancellationToken cancellation) =>
            await Task.Delay(TimeSpan.FromHours(1), cancellation);

        var sources = new CancellationTokenSource[Sizes.Cancels];
        var tasks = new Task[Sizes.Cancels];
        for (int i = 0; i < tasks.Length; i++)
        {
            CancellationTokenSource source = sources[i] = new CancellationTokenSource();
            tasks[i] = Task.Run(() => Sleeper(source.Token), CancellationToken.None);
        }

        await Task.Delay(200);
        long began = Stopwatch.GetTimestamp();
        foreach (CancellationTokenSource source in sources)
        {
            source.Cancel();
        }

        await Task.WhenAll(tasks).ContinueWith(static _ => { }, TaskScheduler.Default);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<int> Recursion(int depth)
    {
        if (depth == 0)
        {
            await Task.Yield();
            return 0;
        }

        return 1 + await Recursion(depth - 1);
    }
}
