using static Simmer.Asyncio;

namespace Simmer.Tests.Synchronization;

public sealed class AsyncBarrierTests
{
    [Fact]
    public void The_last_to_come_does_not_wait_and_the_others_follow_in_their_order() =>
        Scenario.Trace(["2 at 2", "0 at 2", "1 at 2"], async trace =>
        {
            var barrier = new AsyncBarrier(3);
            async Coroutine Worker(int number)
            {
                await Sleep(number);
                Assert.Equal(number, await barrier.Wait());
                trace.Add(number, "at", GetRunningLoop().Time);
            }

            await Gather(Worker(0), Worker(1), Worker(2));
            Assert.Equal(0, barrier.Waiting);
        });

    [Fact]
    public void A_barrier_of_one_never_waits() => Scenario.Trace(["0", "0", "other"], async trace =>
    {
        GetRunningLoop().CallSoon(() => trace.Add("other"));
        var barrier = new AsyncBarrier(1);
        trace.Add(await barrier.Wait());
        trace.Add(await barrier.Wait());
        await Sleep(0);
    });

    [Fact]
    public void It_serves_round_after_round() => Scenario.Run(async () =>
    {
        var barrier = new AsyncBarrier(4);
        int[] round = new int[4];
        async Coroutine Worker(int number)
        {
            for (int i = 0; i < 5; i++)
            {
                round[number] = i;
                await Sleep(number);
                await barrier.Wait();
                Assert.All(round, other => Assert.InRange(other, i, i + 1));
            }
        }

        await Gather(Enumerable.Range(0, 4).Select(Worker));
        Assert.Equal([4, 4, 4, 4], round);
    });

    [Fact]
    public void Who_comes_while_a_round_leaves_is_of_the_next() => Scenario.Run(async () =>
    {
        var barrier = new AsyncBarrier(2);
        LoopTask<int> first = CreateTask(barrier.Wait());
        await Sleep(0);
        Assert.Equal(1, await barrier.Wait());
        LoopTask<int> next = CreateTask(barrier.Wait(), eagerStart: true);
        Assert.Equal(0, barrier.Waiting);
        Assert.Equal(0, await first);
        await Scenario.Iterations(3);
        Assert.Equal((false, 1), (next.IsDone, barrier.Waiting));
        Assert.Equal(1, await barrier.Wait());
        Assert.Equal(0, await next);
    });

    [Fact]
    public void Aborting_breaks_it_for_who_waits_and_who_comes_until_it_is_reset() => Scenario.Run(async () =>
    {
        var barrier = new AsyncBarrier(2);
        LoopTask<int> waits = CreateTask(barrier.Wait());
        await Sleep(0);
        await barrier.Abort();
        Assert.True(barrier.Broken);
        Assert.Contains("aborted while", (await Scenario.Fails<BrokenBarrierException, int>(Of(waits))).Message);
        Assert.Contains("Reset it", (await Scenario.Fails<BrokenBarrierException, int>(barrier.Wait())).Message);
        await barrier.Reset();
        Assert.False(barrier.Broken);
        Assert.Equal((0, 1), await Gather(barrier.Wait(), barrier.Wait()));
    });

    [Fact]
    public void Resetting_sends_who_waits_away_and_lets_newcomers_begin_anew() => Scenario.Run(async () =>
    {
        var barrier = new AsyncBarrier(3);
        LoopTask<int>[] waiting = [CreateTask(barrier.Wait()), CreateTask(barrier.Wait())];
        await Sleep(0);
        await barrier.Reset();
        Assert.Equal((0, false), (barrier.Waiting, barrier.Broken));
        LoopTask<int> newcomer = CreateTask(barrier.Wait(), eagerStart: true);
        foreach (LoopTask<int> task in waiting)
        {
            Assert.Contains("reset while", (await Scenario.Fails<BrokenBarrierException, int>(Of(task))).Message);
        }

        await Scenario.Iterations(2);
        Assert.Equal((1, false), (barrier.Waiting, newcomer.IsDone));
        newcomer.Cancel();
    });

    [Fact]
    public void Resetting_an_empty_barrier_changes_nothing() => Scenario.Run(async () =>
    {
        var barrier = new AsyncBarrier(2);
        await barrier.Reset();
        Assert.Equal((0, 1), await Gather(barrier.Wait(), barrier.Wait()));
    });

    [Fact]
    public void Resetting_and_aborting_are_inert_until_awaited() => Scenario.Run(async () =>
    {
        var barrier = new AsyncBarrier(2);
        Coroutine abort = barrier.Abort();
        Assert.False(barrier.Broken);
        abort.Close();
        await barrier.Abort();
        Coroutine reset = barrier.Reset();
        Assert.True(barrier.Broken);
        reset.Close();
    });

    [Fact]
    public void A_cancelled_task_leaves_and_another_may_come() => Scenario.Run(async () =>
    {
        var barrier = new AsyncBarrier(3);
        LoopTask<int> stays = CreateTask(barrier.Wait());
        LoopTask<int> goes = CreateTask(barrier.Wait());
        await Sleep(0);
        goes.Cancel();
        await Scenario.Settled(goes);
        Assert.Equal((1, false), (barrier.Waiting, barrier.Broken));
        await Gather([barrier.Wait(), barrier.Wait()]);
        Assert.Equal(0, await stays);
    });

    [Fact]
    public void A_task_cancelled_after_the_round_is_full_does_not_hold_up_the_next() => Scenario.Run(async () =>
    {
        var barrier = new AsyncBarrier(2);
        LoopTask<int> first = CreateTask(barrier.Wait());
        await Sleep(0);
        await barrier.Wait();
        first.Cancel();
        LoopTask<int> next = CreateTask(barrier.Wait());
        await Scenario.Settled(first);
        Assert.True(first.IsCancelled);
        await Gather([barrier.Wait()]);
        Assert.Equal(0, await next);
    });

    [Fact]
    public void Fewer_than_one_party_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>("parties", () => new AsyncBarrier(0));

    [Fact]
    public void Statistics_count_who_has_come() => Scenario.Run(async () =>
    {
        var barrier = new AsyncBarrier(2);
        Assert.Equal(2, barrier.Parties);
        Assert.Equal("<AsyncBarrier filling waiting=0/2>", barrier.ToString());
        LoopTask<int> waits = CreateTask(barrier.Wait());
        await Sleep(0);
        Assert.Equal(new BarrierStatistics(2, 1, false), barrier.Statistics());
        Assert.Contains("wait_for=<AsyncBarrier.Wait pending at <", waits.ToString());
        await barrier.Wait();
        Assert.Equal("<AsyncBarrier leaving waiting=0/2>", barrier.ToString());
        await waits;
        await barrier.Abort();
        Assert.Equal(new BarrierStatistics(2, 0, true), barrier.Statistics());
        Assert.Equal("<AsyncBarrier broken waiting=0/2>", barrier.ToString());
    });

    private static async Coroutine<T> Of<T>(LoopTask<T> task) => await task;
}
