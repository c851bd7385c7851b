using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using static Simmer.Asyncio;

namespace Simmer.Benchmarks;

public class QueueBenchmarks : LoopBenchmark
{
    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("put and get, nothing waits")]
    public void Queue() => OnLoop(static async () =>
    {
        var queue = new AsyncQueue<int>();
        for (int i = 0; i < N; i++)
        {
            await queue.Put(i);
            await queue.Get();
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("put and get, nothing waits")]
    public void Queue_Channel() => OnPool(static async () =>
    {
        var channel = Channel.CreateUnbounded<int>();
        for (int i = 0; i < N; i++)
        {
            await channel.Writer.WriteAsync(i);
            await channel.Reader.ReadAsync();
        }
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("put and get, one place")]
    public void QueueContended() => OnLoop(static async () =>
    {
        var queue = new AsyncQueue<int>(1);
        async Coroutine Producer()
        {
            for (int i = 0; i < N; i++)
            {
                await queue.Put(i);
            }
        }

        LoopTask producer = CreateTask(Producer());
        for (int i = 0; i < N; i++)
        {
            await queue.Get();
        }

        await producer;
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("put and get, one place")]
    public void QueueContended_Channel() => OnPool(static async () =>
    {
        var channel = Channel.CreateBounded<int>(1);
        async Task Producer()
        {
            for (int i = 0; i < N; i++)
            {
                await channel.Writer.WriteAsync(i);
            }
        }

        Task producer = Producer();
        for (int i = 0; i < N; i++)
        {
            await channel.Reader.ReadAsync();
        }

        await producer;
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("put and get by priority, 100 held")]
    public void PriorityQueue() => OnLoop(static async () =>
    {
        var queue = new AsyncPriorityQueue<int>();
        var random = new Random(1);
        for (int i = 0; i < 100; i++)
        {
            await queue.Put(random.Next());
        }

        for (int i = 0; i < N; i++)
        {
            await queue.Put(random.Next());
            await queue.Get();
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("put and get by priority, 100 held")]
    public void PriorityQueue_Channel() => OnPool(static async () =>
    {
        var channel = Channel.CreateUnboundedPrioritized<int>();
        var random = new Random(1);
        for (int i = 0; i < 100; i++)
        {
            await channel.Writer.WriteAsync(random.Next());
        }

        for (int i = 0; i < N; i++)
        {
            await channel.Writer.WriteAsync(random.Next());
            await channel.Reader.ReadAsync();
        }
    });
}
