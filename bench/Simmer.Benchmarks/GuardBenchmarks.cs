using BenchmarkDotNet.Attributes;
using static Simmer.Asyncio;

namespace Simmer.Benchmarks;

/// <summary>What the guards cost: each thing with none, with those that are on by default, and in debug mode.</summary>
public class GuardBenchmarks
{
    /// <summary>So many that making a run and its loop does not show in what one of them takes.</summary>
    private const int N = 100_000;

    private RunnerOptions _options = new();

    /// <summary>Which guards are on.</summary>
    public enum Setting
    {
        /// <summary>None.</summary>
        Off,

        /// <summary>Coroutines that nobody awaited alone.</summary>
        NeverAwaited,

        /// <summary>Blocking alone.</summary>
        Blocking,

        /// <summary>Deadlocks alone.</summary>
        Deadlocks,

        /// <summary>Those that are on by default.</summary>
        Default,

        /// <summary>Debug mode.</summary>
        Debug,
    }

    /// <summary>Which guards are on.</summary>
    [Params(Setting.Off, Setting.NeverAwaited, Setting.Blocking, Setting.Deadlocks, Setting.Default)]
    public Setting Guards { get; set; }

    /// <summary>How many of the thing a run does: in debug mode one takes a thousand times as long.</summary>
    internal int Operations => Guards == Setting.Debug ? N / 100 : N;

    [GlobalSetup]
    public void ReadSetting() => _options = new RunnerOptions
    {
        Debug = Guards == Setting.Debug,
        HandleInterrupts = false,
        WarningHandler = static (_, _) => { },
        Guards = Guards is Setting.Default or Setting.Debug ? null : new GuardOptions
        {
            NeverAwaited = Guards == Setting.NeverAwaited,
            Blocking = Guards == Setting.Blocking ? BlockingPolicy.Warn : BlockingPolicy.Ignore,
            Deadlocks = Guards == Setting.Deadlocks,
        },
    };

    [Benchmark(OperationsPerInvoke = N)]
    public void Call() => Run(Calls(Operations), _options);

    [Benchmark(OperationsPerInvoke = N)]
    public void SuspendingCall() => Run(SuspendingCalls(Operations), _options);

    [Benchmark(OperationsPerInvoke = N)]
    public void Yield() => Run(Yields(Operations), _options);

    [Benchmark(OperationsPerInvoke = N)]
    public void Spawn() => Run(Spawns(Operations), _options);

    [Benchmark(OperationsPerInvoke = N)]
    public void CallSoon() => Run(Callbacks(Operations), _options);

    [Benchmark]
    public void WholeRun() => Run(Leaf(0), _options);

    private static async Coroutine Calls(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Leaf(i);
        }
    }

    private static async Coroutine SuspendingCalls(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Yielding();
        }
    }

    private static async Coroutine Yields(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Sleep(0);
        }
    }

    private static async Coroutine Spawns(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await CreateTask(Leaf(i));
        }
    }

    private static async Coroutine Callbacks(int count)
    {
        EventLoop loop = GetRunningLoop();
        var end = new AsyncEvent();
        int left = count;
        Action callback = null!;
        callback = Next;
        Next();
        await end.Wait();

        void Next()
        {
            if (--left == 0)
            {
                end.Set();
            }
            else
            {
                loop.CallSoon(callback);
            }
        }
    }

    private static async Coroutine<int> Leaf(int x) => x + 1;

    private static async Coroutine Yielding() => await Sleep(0);
}
