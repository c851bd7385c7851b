using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using static Simmer.Asyncio;

namespace Simmer.Benchmarks;

public class ForeignBenchmarks : LoopBenchmark
{
    private const int Threaded = 1_000;

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("await of a .NET task")]
    public void AwaitTask() => OnLoop(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            await YieldingTask();
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("await of a .NET task")]
    public void AwaitTask_Task() => OnPool(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            await YieldingTask();
        }
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("await by an async Task method")]
    public void AwaitedByTask() => OnLoop(static async () =>
    {
        static async Coroutine Yielder() => await Sleep(0);

        static async Task Foreign()
        {
            for (int i = 0; i < N; i++)
            {
                await Yielder();
            }
        }

        await Foreign();
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("CallSoon")]
    public void CallSoon() => OnLoop(static async () =>
    {
        EventLoop loop = GetRunningLoop();
        for (int i = 0; i < N; i++)
        {
            loop.CallSoon(static () => { });
        }

        await Sleep(0);
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("CallSoonThreadsafe, in a burst from another thread")]
    public void CallSoonThreadsafe() => OnLoop(static async () =>
    {
        EventLoop loop = GetRunningLoop();
        Future<int> done = loop.CreateFuture<int>();
        var thread = new Thread(() =>
        {
            for (int i = 0; i < N; i++)
            {
                loop.CallSoonThreadsafe(static () => { });
            }

            loop.CallSoonThreadsafe(() => done.SetResult(0));
        });
        thread.Start();
        await done;
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("CallSoonThreadsafe, in a burst from another thread")]
    public void CallSoonThreadsafe_Channel() => OnPool(static async () =>
    {
        var channel = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
        var thread = new Thread(() =>
        {
            for (int i = 0; i < N; i++)
            {
                channel.Writer.TryWrite(static () => { });
            }

            channel.Writer.Complete();
        });
        thread.Start();
        await foreach (Action action in channel.Reader.ReadAllAsync())
        {
            action();
        }
    });

    [Benchmark(OperationsPerInvoke = Threaded), BenchmarkCategory("call on another thread and back")]
    public void Threads() => OnLoop(static async () =>
    {
        for (int i = 0; i < Threaded; i++)
        {
            await ToThread(static () => 1);
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = Threaded), BenchmarkCategory("call on another thread and back")]
    public void Threads_Task() => OnPool(static async () =>
    {
        for (int i = 0; i < Threaded; i++)
        {
            await Task.Run(static () => 1);
        }
    });

    private static async Task YieldingTask() => await Task.Yield();
}
