using BenchmarkDotNet.Attributes;
using static Simmer.Asyncio;

namespace Simmer.Benchmarks;

public class TaskBenchmarks : LoopBenchmark
{
    private const int Yielders = 1_000;

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("yield")]
    public void Yield() => OnLoop(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            await Sleep(0);
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("yield")]
    public void Yield_Task() => OnPool(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            await Task.Yield();
        }
    });

    [Benchmark(OperationsPerInvoke = Yielders * 100), BenchmarkCategory("yield of 1,000 tasks")]
    public void Yield1000() => OnLoop(static () =>
    {
        static async Coroutine Yielder()
        {
            for (int i = 0; i < 100; i++)
            {
                await Sleep(0);
            }
        }

        return Join(Yielders, Yielder);
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = Yielders * 100), BenchmarkCategory("yield of 1,000 tasks")]
    public void Yield1000_Task() => OnPool(static () =>
    {
        static async Task Yielder()
        {
            for (int i = 0; i < 100; i++)
            {
                await Task.Yield();
            }
        }

        return JoinTasks(Yielders, Yielder);
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("spawn and join")]
    public void Spawn() => OnLoop(static () => Join(N, static async () => { }));

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("spawn and join")]
    public void Spawn_Task() => OnPool(static () => JoinTasks(N, static async () => { }));

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("eager spawn and join")]
    public void SpawnEagerly() => OnLoop(static async () =>
    {
        static async Coroutine Nothing()
        {
        }

        for (int i = 0; i < N; i++)
        {
            await CreateTask(Nothing(), eagerStart: true);
        }
    });

    [Benchmark(OperationsPerInvoke = N / Width), BenchmarkCategory("gather of 10")]
    public void GatherTen() => OnLoop(static async () =>
    {
        static async Coroutine<int> Yielder(int x)
        {
            await Sleep(0);
            return x;
        }

        for (int i = 0; i < N / Width; i++)
        {
            await Gather(Yielder(0), Yielder(1), Yielder(2), Yielder(3), Yielder(4), Yielder(5), Yielder(6), Yielder(7), Yielder(8), Yielder(9));
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N / Width), BenchmarkCategory("gather of 10")]
    public void GatherTen_Task() => OnPool(static async () =>
    {
        static async Task<int> Yielder(int x)
        {
            await Task.Yield();
            return x;
        }

        for (int i = 0; i < N / Width; i++)
        {
            await Task.WhenAll(
                Yielder(0), Yielder(1), Yielder(2), Yielder(3), Yielder(4), Yielder(5), Yielder(6), Yielder(7), Yielder(8), Yielder(9));
        }
    });

    [Benchmark(OperationsPerInvoke = N / Width), BenchmarkCategory("task group of 10")]
    public void Group() => OnLoop(static async () =>
    {
        static async Coroutine Yielder() => await Sleep(0);

        for (int i = 0; i < N / Width; i++)
        {
            await TaskGroup.Run(static async group =>
            {
                for (int child = 0; child < Width; child++)
                {
                    _ = group.CreateTask(Yielder());
                }
            });
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N / Width), BenchmarkCategory("task group of 10")]
    public void Group_Task() => OnPool(static async () =>
    {
        static async Task Yielder() => await Task.Yield();

        for (int i = 0; i < N / Width; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, Width).Select(static _ => Yielder()));
        }
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("done future")]
    public void DoneFuture() => OnLoop(static async () =>
    {
        Future<int> future = GetRunningLoop().CreateFuture<int>();
        future.SetResult(1);
        for (int i = 0; i < N; i++)
        {
            await future;
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("done future")]
    public void DoneFuture_Task() => OnPool(static async () =>
    {
        var source = new TaskCompletionSource<int>();
        source.SetResult(1);
        for (int i = 0; i < N; i++)
        {
            await source.Task;
        }
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("future that another completes")]
    public void Completion() => OnLoop(static async () =>
    {
        EventLoop loop = GetRunningLoop();
        Future<int> future = loop.CreateFuture<int>();
        async Coroutine Completer()
        {
            for (int i = 0; i < N; i++)
            {
                future.SetResult(i);
                await Sleep(0);
            }
        }

        LoopTask completer = CreateTask(Completer());
        for (int i = 0; i < N; i++)
        {
            await future;
            future = loop.CreateFuture<int>();
        }

        await completer;
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("future that another completes")]
    public void Completion_Task() => OnPool(static async () =>
    {
        // Two that hand over, as the pool would otherwise run both at once.
        var there = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var back = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task Completer()
        {
            for (int i = 0; i < N / 2; i++)
            {
                await there.Task;
                there = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                back.SetResult(i);
            }
        }

        Task completer = Completer();
        for (int i = 0; i < N / 2; i++)
        {
            there.SetResult(i);
            await back.Task;
            back = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await completer;
    });

    private static async Coroutine Join(int count, Func<Coroutine> body)
    {
        var tasks = new LoopTask[count];
        for (int i = 0; i < count; i++)
        {
            tasks[i] = CreateTask(body());
        }

        foreach (LoopTask task in tasks)
        {
            await task;
        }
    }

    private static async Task JoinTasks(int count, Func<Task> body)
    {
        var tasks = new Task[count];
        for (int i = 0; i < count; i++)
        {
            tasks[i] = Task.Run(body);
        }

        foreach (Task task in tasks)
        {
            await task;
        }
    }
}
