using static Simmer.Asyncio;

namespace Simmer.Tests.Synchronization;

public sealed class AsyncSemaphoreTests
{
    [Theory]
    [InlineData(1, 12)]
    [InlineData(3, 4)]
    [InlineData(20, 1)]
    public void As_many_at_once_as_there_are_permits(int permits, double seconds) => Scenario.Run(async () =>
    {
        var semaphore = new AsyncSemaphore(permits);
        int inside = 0;
        int most = 0;
        async Coroutine Worker()
        {
            using (await semaphore.Acquire())
            {
                most = Math.Max(most, ++inside);
                await Sleep(1);
                inside--;
            }
        }

        await Gather(Enumerable.Range(0, 12).Select(_ => Worker()));
        Assert.Equal(Math.Min(permits, 12), most);
        Assert.Equal(permits, semaphore.Value);
        Assert.Equal(seconds, GetRunningLoop().Time);
    });

    [Fact]
    public void A_free_permit_is_taken_without_yielding() => Scenario.Trace(["acquired", "other"], async trace =>
    {
        GetRunningLoop().CallSoon(() => trace.Add("other"));
        var semaphore = new AsyncSemaphore(2);
        await semaphore.Acquire();
        await semaphore.Acquire();
        trace.Add("acquired");
        await Sleep(0);
    });

    [Fact]
    public void A_permit_goes_to_the_first_in_line_at_once() => Scenario.Run(async () =>
    {
        var semaphore = new AsyncSemaphore(0);
        LoopTask<Releaser> waits = CreateTask(semaphore.Acquire());
        await Sleep(0);
        semaphore.Release();
        Assert.Equal((0, true), (semaphore.Value, semaphore.Locked));
        semaphore.Release();
        Assert.Equal((1, true), (semaphore.Value, semaphore.Locked));

        // There is one more permit than takers, but a newcomer must not overtake the task that was woken.
        LoopTask<Releaser> newcomer = CreateTask(semaphore.Acquire(), eagerStart: true);
        Assert.False(newcomer.IsDone);
        await waits;
        await newcomer;
        Assert.Equal((0, true), (semaphore.Value, semaphore.Locked));
    });

    [Fact]
    public void Several_releases_wake_several_tasks_in_one_iteration() => Scenario.Trace(["0", "1", "2"], async trace =>
    {
        var semaphore = new AsyncSemaphore(0);
        async Coroutine Worker(int number)
        {
            await semaphore.Acquire();
            trace.Add(number);
        }

        LoopTask[] tasks = [.. Enumerable.Range(0, 4).Select(number => CreateTask(Worker(number)))];
        await Sleep(0);
        semaphore.Release();
        semaphore.Release();
        semaphore.Release();
        await Sleep(0);
        Assert.Equal([true, true, true, false], tasks.Select(task => task.IsDone));
        tasks[3].Cancel();
    });

    [Fact]
    public void A_release_wakes_a_newcomer_behind_a_woken_task_at_once() => Scenario.Run(async () =>
    {
        var semaphore = new AsyncSemaphore(0);
        LoopTask<Releaser> woken = CreateTask(semaphore.Acquire());
        await Sleep(0);
        semaphore.Release();
        semaphore.Release();
        LoopTask<Releaser> newcomer = CreateTask(semaphore.Acquire(), eagerStart: true);
        Assert.Equal((1, 1), (semaphore.Value, semaphore.Statistics().Waiting));
        semaphore.Release();
        Assert.Equal((1, 0), (semaphore.Value, semaphore.Statistics().Waiting));
        await Sleep(0);
        Assert.True(woken.IsDone && newcomer.IsDone);
    });

    [Fact]
    public void A_task_cancelled_after_it_got_a_permit_passes_it_on() => Scenario.Run(async () =>
    {
        var semaphore = new AsyncSemaphore(0);
        LoopTask<Releaser> a = CreateTask(semaphore.Acquire());
        LoopTask<Releaser> b = CreateTask(semaphore.Acquire());
        await Sleep(0);
        semaphore.Release();
        a.Cancel();
        await b;
        Assert.True(a.IsCancelled);
        Assert.Equal(0, semaphore.Value);
    });

    [Fact]
    public void A_permit_is_kept_when_the_only_waiter_is_cancelled() => Scenario.Run(async () =>
    {
        var semaphore = new AsyncSemaphore(0);
        LoopTask<Releaser> a = CreateTask(semaphore.Acquire());
        await Sleep(0);
        semaphore.Release();
        a.Cancel();
        await Scenario.Settled(a);
        Assert.Equal((1, false), (semaphore.Value, semaphore.Locked));
    });

    [Fact]
    public void A_cancelled_wait_takes_no_permit() => Scenario.Run(async () =>
    {
        var semaphore = new AsyncSemaphore(0);
        LoopTask<Releaser> a = CreateTask(semaphore.Acquire());
        await Sleep(0);
        a.Cancel();
        Assert.Equal(0, semaphore.Statistics().Waiting);
        await Scenario.Settled(a);
        semaphore.Release();
        Assert.Equal(1, semaphore.Value);
    });

    [Fact]
    public void Cancelling_many_waiters_beside_releases_loses_no_permit() => Scenario.Run(async () =>
    {
        var semaphore = new AsyncSemaphore(0);
        LoopTask<Releaser>[] tasks = [.. Enumerable.Range(0, 6).Select(_ => CreateTask(semaphore.Acquire()))];
        await Sleep(0);
        tasks[0].Cancel();
        semaphore.Release();
        tasks[1].Cancel();
        semaphore.Release();
        tasks[3].Cancel();
        await Scenario.Iterations(3);
        Assert.Equal([true, true, false, true, false, false], tasks.Select(task => task.IsCancelled));
        Assert.Equal([2, 4], Enumerable.Range(0, 6).Where(i => tasks[i].IsDone && !tasks[i].IsCancelled));
        tasks[5].Cancel();
    });

    [Fact]
    public void Releasing_may_add_permits() => Scenario.Run(async () =>
    {
        var semaphore = new AsyncSemaphore(0);
        semaphore.Release();
        semaphore.Release();
        await semaphore.Acquire();
        await semaphore.Acquire();
        Assert.True(semaphore.Locked);
    });

    [Fact]
    public void A_bounded_one_never_has_more_than_at_first() => Scenario.Run(async () =>
    {
        var semaphore = new AsyncBoundedSemaphore(2);
        Assert.Contains("too many times", Assert.Throws<SemaphoreFullException>(semaphore.Release).Message);
        await semaphore.Acquire();
        semaphore.Release();
        Assert.Throws<SemaphoreFullException>(semaphore.Release);
        Assert.Equal(2, semaphore.Value);
    });

    [Fact]
    public void A_negative_number_of_permits_is_an_error()
    {
        Assert.Throws<ArgumentOutOfRangeException>("value", () => new AsyncSemaphore(-1));
        Assert.Throws<ArgumentOutOfRangeException>("value", () => new AsyncBoundedSemaphore(-1));
    }

    [Fact]
    public void Statistics_count_permits_and_waiting() => Scenario.Run(async () =>
    {
        var semaphore = new AsyncSemaphore(1);
        Assert.Equal(new SemaphoreStatistics(1, 0), semaphore.Statistics());
        Assert.Equal("<AsyncSemaphore value=1 waiting=0>", semaphore.ToString());
        await semaphore.Acquire();
        LoopTask<Releaser> waits = CreateTask(semaphore.Acquire());
        await Sleep(0);
        Assert.Equal(new SemaphoreStatistics(0, 1), semaphore.Statistics());
        Assert.Contains("wait_for=<AsyncSemaphore.Acquire pending at <", waits.ToString());
        semaphore.Release();
        await waits;
        Assert.Equal(new SemaphoreStatistics(0, 0), semaphore.Statistics());
        Assert.Equal("<AsyncBoundedSemaphore value=3 waiting=0>", new AsyncBoundedSemaphore(3).ToString());
    });
}
