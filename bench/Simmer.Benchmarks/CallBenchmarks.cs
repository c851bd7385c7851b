using BenchmarkDotNet.Attributes;
using static Simmer.Asyncio;

namespace Simmer.Benchmarks;

public class CallBenchmarks : LoopBenchmark
{
    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("call")]
    public void Call() => OnLoop(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            await Leaf(i);
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("call")]
    public void Call_Task() => OnPool(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            await TaskLeaf(i);
        }
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("call")]
    public void Call_ValueTask() => OnPool(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            await ValueTaskLeaf(i);
        }
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("call that suspends")]
    public void Suspending() => OnLoop(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            await SuspendingLeaf(i);
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("call that suspends")]
    public void Suspending_Task() => OnPool(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            await SuspendingTaskLeaf(i);
        }
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("call that suspends")]
    public void Suspending_ValueTask() => OnPool(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            await SuspendingValueTaskLeaf(i);
        }
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("level of a recursion")]
    public void Recursion() => OnLoop(static () => Recursive(N));

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("level of a recursion")]
    public void Recursion_Task() => OnPool(static () => RecursiveTask(N));

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("call that throws")]
    public void Throwing() => OnLoop(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            try
            {
                await ThrowingLeaf();
            }
            catch (InvalidOperationException)
            {
            }
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("call that throws")]
    public void Throwing_Task() => OnPool(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            try
            {
                await ThrowingTaskLeaf();
            }
            catch (InvalidOperationException)
            {
            }
        }
    });

    private static async Coroutine<int> Leaf(int x) => x + 1;

    private static async Task<int> TaskLeaf(int x) => x + 1;

    private static async ValueTask<int> ValueTaskLeaf(int x) => x + 1;

    private static async Coroutine<int> SuspendingLeaf(int x)
    {
        await Sleep(0);
        return x + 1;
    }

    private static async Task<int> SuspendingTaskLeaf(int x)
    {
        await Task.Yield();
        return x + 1;
    }

    private static async ValueTask<int> SuspendingValueTaskLeaf(int x)
    {
        await Task.Yield();
        return x + 1;
    }

    private static async Coroutine Recursive(int depth)
    {
        if (depth > 0)
        {
            await Recursive(depth - 1);
        }
    }

    private static async Task RecursiveTask(int depth)
    {
        if (depth > 0)
        {
            await RecursiveTask(depth - 1);
        }
    }

    private static async Coroutine ThrowingLeaf() => throw new InvalidOperationException();

    private static async Task ThrowingTaskLeaf() => throw new InvalidOperationException();
}
