using BenchmarkDotNet.Attributes;
using static Simmer.Asyncio;

namespace Simmer.Benchmarks;

public class TimeBenchmarks : LoopBenchmark
{
    private static readonly double[] s_delays = [.. new Random(1).GetItems([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10], N)];

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("sleep, in virtual time")]
    public void SleepOfOne() => InVirtualTime(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            await Sleep(1);
        }
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("sleep of 1,000 tasks, in virtual time")]
    public void SleepOfMany() => InVirtualTime(static async () =>
    {
        static async Coroutine Sleeper()
        {
            for (int i = 0; i < N / 1_000; i++)
            {
                await Sleep(1);
            }
        }

        await Gather(Enumerable.Range(0, 1_000).Select(static _ => Sleeper()));
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("timer set and cancelled")]
    public void Timer() => OnLoop(static async () =>
    {
        EventLoop loop = GetRunningLoop();
        for (int i = 0; i < N; i++)
        {
            loop.CallLater(60, static () => { }).Cancel();
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("timer set and cancelled")]
    public void Timer_Bcl()
    {
        for (int i = 0; i < N; i++)
        {
            new System.Threading.Timer(static _ => { }, null, 60_000, System.Threading.Timeout.Infinite).Dispose();
        }
    }

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("timers of many delays set, then cancelled")]
    public void Timers() => OnLoop(static async () =>
    {
        EventLoop loop = GetRunningLoop();
        var timers = new TimerHandle[N];
        for (int i = 0; i < N; i++)
        {
            timers[i] = loop.CallLater(s_delays[i], static () => { });
        }

        foreach (TimerHandle timer in timers)
        {
            timer.Cancel();
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("timers of many delays set, then cancelled")]
    public void Timers_Bcl()
    {
        var timers = new System.Threading.Timer[N];
        for (int i = 0; i < N; i++)
        {
            timers[i] = new System.Threading.Timer(
                static _ => { }, null, (int)(s_delays[i] * 1_000), System.Threading.Timeout.Infinite);
        }

        foreach (System.Threading.Timer timer in timers)
        {
            timer.Dispose();
        }
    }

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("timers of many delays that fire, in virtual time")]
    public void TimersFire() => InVirtualTime(static async () =>
    {
        EventLoop loop = GetRunningLoop();
        foreach (double delay in s_delays)
        {
            loop.CallLater(delay, static () => { });
        }

        await Sleep(11);
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("timeout that does not expire")]
    public void TimeoutScope() => OnLoop(static async () =>
    {
        for (int i = 0; i < N; i++)
        {
            await Timeout(60, static async scope => await Sleep(0));
        }
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("timeout that does not expire")]
    public void WaitForCoroutine() => OnLoop(static async () =>
    {
        static async Coroutine Yielder() => await Sleep(0);

        for (int i = 0; i < N; i++)
        {
            await WaitFor(Yielder(), 60);
        }
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("timeout that does not expire")]
    public void Timeout_Task() => OnPool(static async () =>
    {
        static async Task Yielder() => await Task.Yield();

        for (int i = 0; i < N; i++)
        {
            await Yielder().WaitAsync(TimeSpan.FromSeconds(60));
        }
    });

    [Benchmark(OperationsPerInvoke = N), BenchmarkCategory("cancelled sleep")]
    public void Cancel() => OnLoop(static async () =>
    {
        static async Coroutine Sleeper() => await Sleep(3600);

        var tasks = new LoopTask[N];
        for (int i = 0; i < N; i++)
        {
            tasks[i] = CreateTask(Sleeper());
        }

        await Sleep(0);
        foreach (LoopTask task in tasks)
        {
            task.Cancel();
        }

        await Wait(tasks);
    });

    [Benchmark(Baseline = true, OperationsPerInvoke = N), BenchmarkCategory("cancelled sleep")]
    public void Cancel_Task() => OnPool(static async () =>
    {
        static async Task Sleeper(CancellationToken cancellation) => await Task.Delay(3_600_000, cancellation);

        var sources = new CancellationTokenSource[N];
        var tasks = new Task[N];
        for (int i = 0; i < N; i++)
        {
            sources[i] = new CancellationTokenSource();
            tasks[i] = Sleeper(sources[i].Token);
        }

        foreach (CancellationTokenSource source in sources)
        {
            source.Cancel();
        }

        await Task.WhenAll(tasks).ContinueWith(static _ => { }, TaskScheduler.Default);
    });
}
