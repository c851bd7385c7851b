using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

/// <summary>The promises about what has no state machine of its own: they hold in Debug as in Release.</summary>
public sealed class AllocationTests
{
    private const int Future = 48;
    private const int Handle = 48;
    private const int TimerHandle = 56;

    /// <summary>A completion source and its task, which are .NET's own.</summary>
    private const int DotnetSource = 88;

    /// <summary>What .NET remembers of who waits and in which context; the delegate is one for all waits of a task.</summary>
    private const int DotnetContinuation = 48;

    [Fact]
    public void A_yield() => Allocations.Are(0, static async times =>
    {
        for (int i = 0; i < times; i++)
        {
            await Sleep(0);
        }
    });

    [Fact]
    public void A_sleep() => Allocations.Are(0, static async times =>
    {
        for (int i = 0; i < times; i++)
        {
            await Sleep(1);
        }
    });

    [Fact]
    public void A_sleep_that_is_shorter_than_others() => Allocations.Are(0, static async times =>
    {
        TimerHandle later = GetRunningLoop().CallLater(1e6, static () => { });
        for (int i = 0; i < times; i++)
        {
            await Sleep(1);
        }

        later.Cancel();
    });

    [Fact]
    public void A_done_future() => Allocations.Are(0, static async times =>
    {
        Future<int> future = GetRunningLoop().CreateFuture<int>();
        future.SetResult(1);
        int sum = 0;
        for (int i = 0; i < times; i++)
        {
            sum += await future;
        }

        Assert.Equal(times, sum);
    });

    [Fact]
    public void A_done_task_of_dotnet() => Allocations.Are(0, static async times =>
    {
        for (int i = 0; i < times; i++)
        {
            await Task.CompletedTask;
            await ValueTask.CompletedTask;
        }
    });

    [Fact]
    public void A_future_that_a_callback_completes() => Allocations.Are(Future + Handle, static async times =>
    {
        EventLoop loop = GetRunningLoop();
        Future<int> future = loop.CreateFuture<int>();
        Action complete = () => future.SetResult(1);
        for (int i = 0; i < times; i++)
        {
            loop.CallSoon(complete);
            await future;
            future = loop.CreateFuture<int>();
        }
    });

    [Fact]
    public void A_task_of_dotnet_that_a_callback_completes() =>
        Allocations.Are(DotnetSource + DotnetContinuation + Handle, static async times =>
        {
            EventLoop loop = GetRunningLoop();
            var completion = new TaskCompletionSource();
            Action complete = () => completion.SetResult();
            for (int i = 0; i < times; i++)
            {
                loop.CallSoon(complete);
                await completion.Task;
                completion = new TaskCompletionSource();
            }
        });

    [Fact]
    public void A_callback() => Allocations.Are(Handle, static async times =>
    {
        EventLoop loop = GetRunningLoop();
        for (int i = 0; i < times; i++)
        {
            loop.CallSoon(static () => { });
            await Sleep(0);
        }
    });

    [Fact]
    public void A_callback_by_way_of_the_threadsafe_entry() => Allocations.Are(Handle, static async times =>
    {
        EventLoop loop = GetRunningLoop();
        for (int i = 0; i < times; i++)
        {
            loop.CallSoonThreadsafe(static () => { });
            await Sleep(0);
        }
    });

    [Fact]
    public void A_timer_that_is_cancelled() => Allocations.Are(TimerHandle, static async times =>
    {
        EventLoop loop = GetRunningLoop();
        for (int i = 0; i < times; i++)
        {
            loop.CallLater(10, static () => { }).Cancel();
            await Sleep(20);
        }
    });

    /// <summary>Stale entries are dropped in place, many at a time.</summary>
    [Fact]
    public void A_thousand_timers_that_are_cancelled() => Allocations.Are(2_000 * TimerHandle, static async times =>
    {
        EventLoop loop = GetRunningLoop();
        for (int i = 0; i < times; i++)
        {
            for (int j = 0; j < 1_000; j++)
            {
                loop.CallLater(60, static () => { }).Cancel();
                loop.CallLater(30, static () => { }).Cancel();
            }
        }

        await Sleep(0);
    });

    [Fact]
    public void Asking_for_the_task_and_its_token() => Allocations.Are(0, static async times =>
    {
        bool any = false;
        for (int i = 0; i < times; i++)
        {
            any |= Asyncio.CancellationToken.IsCancellationRequested | CurrentTask()!.Cancelling > 0 | GetRunningLoop().IsClosed;
        }

        await Sleep(0);
        Assert.False(any);
    });
}
