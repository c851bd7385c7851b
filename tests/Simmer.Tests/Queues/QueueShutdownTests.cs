using Simmer.Tests.Synchronization;
using static Simmer.Asyncio;

namespace Simmer.Tests.Queues;

public sealed class QueueShutdownTests
{
    [Fact]
    public void What_is_in_the_queue_can_be_taken_then_every_get_fails() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        queue.PutNowait(1);
        queue.PutNowait(2);
        queue.Shutdown();
        Assert.True(queue.IsShutDown);
        Assert.Equal(1, await queue.Get());
        Assert.Equal(2, queue.GetNowait());
        await Scenario.Fails<QueueShutDownException, int>(queue.Get());
        Assert.Throws<QueueShutDownException>(() => queue.GetNowait());
        Assert.False(queue.TryGet(out _));
    });

    [Fact]
    public void Nothing_more_can_be_put() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        queue.Shutdown();
        await Scenario.Fails<QueueShutDownException>(queue.Put(1));
        Assert.Throws<QueueShutDownException>(() => queue.PutNowait(1));
        Assert.False(queue.TryPut(1));
        Assert.True(queue.IsEmpty);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_waits_for_an_item_is_told(bool immediate) => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        LoopTask<int>[] gets = [CreateTask(queue.Get()), CreateTask(queue.Get())];
        await Sleep(0);
        queue.Shutdown(immediate);
        await Scenario.Settled(gets);
        Assert.All(gets, get => Assert.IsType<QueueShutDownException>(get.Exception));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_waits_for_room_is_told_though_immediate_makes_room(bool immediate) => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>(1);
        queue.PutNowait(0);
        LoopTask[] puts = [CreateTask(queue.Put(1)), CreateTask(queue.Put(2))];
        await Sleep(0);
        queue.Shutdown(immediate);
        await Scenario.Settled(puts);
        Assert.All(puts, put => Assert.IsType<QueueShutDownException>(put.Exception));
        Assert.Equal(immediate ? 0 : 1, queue.Count);
    });

    [Fact]
    public void A_getter_already_woken_for_an_item_gets_it() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        LoopTask<int> get = CreateTask(queue.Get());
        await Sleep(0);
        queue.PutNowait(1);
        queue.Shutdown();
        Assert.Equal(1, await get);
    });

    [Fact]
    public void Dropped_items_count_as_done_but_taken_ones_do_not() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        queue.PutNowait(1);
        queue.PutNowait(2);
        queue.PutNowait(3);
        await queue.Get();
        LoopTask join = CreateTask(queue.Join());
        await Sleep(0);
        queue.Shutdown(immediate: true);
        Assert.Equal((0, 1), (queue.Count, queue.Statistics().Unfinished));
        await Sleep(0);
        Assert.False(join.IsDone);
        queue.TaskDone();
        await join;
    });

    [Fact]
    public void Dropping_everything_that_is_unfinished_ends_join() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        queue.PutNowait(1);
        LoopTask join = CreateTask(queue.Join());
        await Sleep(0);
        queue.Shutdown(immediate: true);
        await join;
    });

    [Fact]
    public void Items_reported_done_before_they_were_taken_are_not_counted_twice() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        queue.PutNowait(1);
        queue.PutNowait(2);
        queue.TaskDone();
        queue.TaskDone();
        queue.Shutdown(immediate: true);
        Assert.Equal(0, queue.Statistics().Unfinished);
        await queue.Join();
    });

    [Fact]
    public void It_may_be_shut_down_again_and_harder() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        queue.PutNowait(1);
        queue.Shutdown();
        queue.Shutdown();
        Assert.Equal(1, queue.Count);
        queue.Shutdown(immediate: true);
        Assert.Equal(0, queue.Count);
        await queue.Join();
    });
}
