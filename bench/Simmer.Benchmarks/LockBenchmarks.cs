using BenchmarkDotNet.Attributes;
using static Simmer.Asyncio;

namespace Simmer.Benchmarks;

public class LockBenchmarks : LoopBenchmark
{
    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("free lock")]
    public void Lock() => OnLoop(static async () =>
    {
        var mutex = new AsyncLock();
        for (int i = 0; i < N; i++)
        {
            using (await mutex.Acquire())
            {
            }
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("free lock")]
    public void Lock_SemaphoreSlim() => OnPool(static async () =>
    {
        using var mutex = new SemaphoreSlim(1, 1);
        for (int i = 0; i < N; i++)
        {
            await mutex.WaitAsync();
            mutex.Release();
        }
    });

    [Benchmark(OperationsPerInvoke = 2 * N), BenchmarkCategory("contended lock")]
    public void LockContended() => OnLoop(static async () =>
    {
        var mutex = new AsyncLock();
        async Coroutine Worker()
        {
            for (int i = 0; i < N; i++)
            {
                using (await mutex.Acquire())
                {
                    await Sleep(0);
                }
            }
        }

        await Gather(Worker(), Worker());
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = 2 * N), BenchmarkCategory("contended lock")]
    public void LockContended_SemaphoreSlim() => OnPool(static async () =>
    {
        using var mutex = new SemaphoreSlim(1, 1);
        async Task Worker()
        {
            for (int i = 0; i < N; i++)
            {
                await mutex.WaitAsync();
                await Task.Yield();
                mutex.Release();
            }
        }

        await Task.WhenAll(Worker(), Worker());
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("free permit")]
    public void Semaphore() => OnLoop(static async () =>
    {
        var semaphore = new AsyncSemaphore(2);
        for (int i = 0; i < N; i++)
        {
            using (await semaphore.Acquire())
            {
            }
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("free permit")]
    public void Semaphore_SemaphoreSlim() => OnPool(static async () =>
    {
        using var semaphore = new SemaphoreSlim(2);
        for (int i = 0; i < N; i++)
        {
            await semaphore.WaitAsync();
            semaphore.Release();
        }
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("contended permit, 100 tasks for 10")]
    public void SemaphoreContended() => OnLoop(static async () =>
    {
        var semaphore = new AsyncSemaphore(10);
        async Coroutine Worker()
        {
            for (int i = 0; i < N / 100; i++)
            {
                using (await semaphore.Acquire())
                {
                    await Sleep(0);
                }
            }
        }

        await Gather(Enumerable.Range(0, 100).Select(_ => Worker()));
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("contended permit, 100 tasks for 10")]
    public void SemaphoreContended_SemaphoreSlim() => OnPool(static async () =>
    {
        using var semaphore = new SemaphoreSlim(10);
        async Task Worker()
        {
            for (int i = 0; i < N / 100; i++)
            {
                await semaphore.WaitAsync();
                await Task.Yield();
                semaphore.Release();
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Worker()));
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("set event")]
    public void Event() => OnLoop(static async () =>
    {
        var flag = new AsyncEvent();
        for (int i = 0; i < N; i++)
        {
            flag.Set();
            await flag.Wait();
            flag.Clear();
        }
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("awaited event")]
    public void EventAwaited() => OnLoop(static async () =>
    {
        var flag = new AsyncEvent();
        async Coroutine Setter()
        {
            for (int i = 0; i < N; i++)
            {
                await Sleep(0);
                flag.Set();
                flag.Clear();
            }
        }

        LoopTask setter = CreateTask(Setter());
        for (int i = 0; i < N; i++)
        {
            await flag.Wait();
        }

        await setter;
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("notified condition")]
    public void Condition() => OnLoop(static async () =>
    {
        var condition = new AsyncCondition();
        bool turn = false;
        async Coroutine Player(bool mine)
        {
            for (int i = 0; i < N / 2; i++)
            {
                using (await condition.Acquire())
                {
                    await condition.WaitFor(() => turn == mine);
                    turn = !mine;
                    condition.Notify();
                }
            }
        }

        await Gather(Player(false), Player(true));
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("barrier of 2")]
    public void Barrier() => OnLoop(static async () =>
    {
        var barrier = new AsyncBarrier(2);
        async Coroutine Party()
        {
            for (int i = 0; i < N / 2; i++)
            {
                await barrier.Wait();
            }
        }

        await Gather(Party(), Party());
    });
}
