using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Simmer.Testing;

namespace Simmer.Benchmarks;

/// <summary>
/// Benchmarks in pairs: a category holds one thing done with Simmer and, as the baseline, with what .NET has for it.
/// </summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public abstract class LoopBenchmark
{
    /// <summary>How often a benchmark does its thing an invocation, so that making the loop does not count.</summary>
    protected const int N = 10_000;

    /// <summary>The size of a group of tasks.</summary>
    protected const int Width = 10;

    /// <summary>Runs the body in the main task of a loop.</summary>
    protected static void OnLoop(Func<Coroutine> body) => Asyncio.Run(body());

    /// <summary>Runs the body in virtual time, so that sleeping takes none.</summary>
    protected static void InVirtualTime(Func<Coroutine> body) =>
        Asyncio.Run(body(), new RunnerOptions { Clock = new VirtualClock() });

    /// <summary>Runs the body on the thread pool.</summary>
    protected static void OnPool(Func<Task> body) => Task.Run(body).GetAwaiter().GetResult();
}
