using BenchmarkDotNet.Attributes;
using static Simmer.Asyncio;

namespace Simmer.Benchmarks;

/// <summary>What the guards cost: each thing with none, with those that are on by default, and in debug mode.</summary>
public class GuardBenchmarks
{
    private const int N = 10_000;
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
    [ParamsAllValues]
    public Setting Guards { get; set; }

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
    public void Call() => Run(Calls(), _options);

    [Benchmark(OperationsPerInvoke = N)]
    public void Yield() => Run(Yields(), _options);

    [Benchmark(OperationsPerInvoke = N)]
    public void Spawn() => Run(Spawns(), _options);

    [Benchmark]
    public void WholeRun() => Run(Leaf(0), _options);

    private static async Coroutine Calls()
    {
        for (int i = 0; i < N; i++)
        {
            await Leaf(i);
        }
    }

    private static async Coroutine Yields()
    {
        for (int i = 0; i < N; i++)
        {
            await Sleep(0);
        }
    }

    private static async Coroutine Spawns()
    {
        for (int i = 0; i < N; i++)
        {
            await CreateTask(Leaf(i));
        }
    }

    private static async Coroutine<int> Leaf(int x) => x + 1;
}
