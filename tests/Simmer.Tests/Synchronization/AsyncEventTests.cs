using static Simmer.Asyncio;

namespace Simmer.Tests.Synchronization;

public sealed class AsyncEventTests
{
    [Fact]
    public void Setting_wakes_who_waits_in_their_order_an_iteration_later() =>
        Scenario.Trace(["set", "0", "1", "2"], async trace =>
        {
            var flag = new AsyncEvent();
            async Coroutine Worker(int number)
            {
                Assert.True(await flag.Wait());
                trace.Add(number);
            }

            LoopTask[] tasks = [.. Enumerable.Range(0, 3).Select(number => CreateTask(Worker(number)))];
            await Sleep(0);
            flag.Set();
            trace.Add("set");
            await Gather(tasks);
        });

    [Fact]
    public void Waiting_for_a_set_flag_does_not_yield() => Scenario.Trace(["waited", "other"], async trace =>
    {
        GetRunningLoop().CallSoon(() => trace.Add("other"));
        var flag = new AsyncEvent();
        flag.Set();
        await flag.Wait();
        trace.Add("waited");
        await Sleep(0);
    });

    [Fact]
    public void Who_waits_after_clearing_waits_for_the_next_setting() => Scenario.Run(async () =>
    {
        var flag = new AsyncEvent();
        LoopTask<bool> first = CreateTask(flag.Wait());
        await Sleep(0);
        flag.Set();
        flag.Clear();
        LoopTask<bool> second = CreateTask(flag.Wait());
        await Scenario.Iterations(3);
        Assert.Equal((true, false), (first.IsDone, second.IsDone));
        flag.Set();
        await second;
    });

    [Fact]
    public void Setting_and_clearing_twice_are_as_once() => Scenario.Run(async () =>
    {
        var flag = new AsyncEvent();
        flag.Set();
        flag.Set();
        Assert.True(flag.IsSet);
        flag.Clear();
        flag.Clear();
        Assert.False(flag.IsSet);
        await Sleep(0);
    });

    [Fact]
    public void A_cancelled_waiter_keeps_nobody_from_being_woken() => Scenario.Run(async () =>
    {
        var flag = new AsyncEvent();
        LoopTask<bool>[] tasks = [.. Enumerable.Range(0, 3).Select(_ => CreateTask(flag.Wait()))];
        await Sleep(0);
        tasks[0].Cancel();
        flag.Set();
        tasks[1].Cancel();
        await Scenario.Settled(tasks);
        Assert.Equal([true, true, false], tasks.Select(task => task.IsCancelled));
        Assert.True(tasks[2].Result);
        Assert.True(flag.IsSet);
    });

    [Fact]
    public void Statistics_tell_the_flag_and_count_the_waiting() => Scenario.Run(async () =>
    {
        var flag = new AsyncEvent();
        Assert.Equal("<AsyncEvent unset waiting=0>", flag.ToString());
        LoopTask<bool> waits = CreateTask(flag.Wait());
        await Sleep(0);
        Assert.Equal(new EventStatistics(false, 1), flag.Statistics());
        Assert.Contains("wait_for=<AsyncEvent.Wait pending at <", waits.ToString());
        flag.Set();
        Assert.Equal(new EventStatistics(true, 0), flag.Statistics());
        Assert.Equal("<AsyncEvent set waiting=0>", flag.ToString());
        await waits;
    });
}
