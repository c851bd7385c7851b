using Simmer.Tests.Synchronization;
using static Simmer.Asyncio;

namespace Simmer.Tests.Queues;

public sealed class AsyncQueueTests
{
    [Fact]
    public void Items_come_out_in_the_order_in_which_they_were_put() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        for (int i = 0; i < 100; i++)
        {
            await queue.Put(i);
        }

        Assert.Equal(100, queue.Count);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(i, await queue.Get());
        }

        Assert.True(queue.IsEmpty);
    });

    [Fact]
    public void Putting_with_room_and_getting_with_items_do_not_yield() => Scenario.Trace(["1", "other"], async trace =>
    {
        GetRunningLoop().CallSoon(() => trace.Add("other"));
        var queue = new AsyncQueue<int>(1);
        await queue.Put(1);
        trace.Add(await queue.Get());
        await Sleep(0);
    });

    [Fact]
    public void A_size_limits_it() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>(2);
        Assert.Equal((2, false), (queue.MaxSize, queue.IsFull));
        await queue.Put(1);
        Assert.False(queue.IsFull);
        await queue.Put(2);
        Assert.True(queue.IsFull);
        LoopTask put = CreateTask(queue.Put(3));
        await Scenario.Iterations(3);
        Assert.Equal((false, 2), (put.IsDone, queue.Count));
        Assert.Equal(1, await queue.Get());
        await put;
        Assert.Equal(2, queue.Count);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Zero_or_less_is_no_limit(int maxSize)
    {
        var queue = new AsyncQueue<int>(maxSize);
        for (int i = 0; i < 1000; i++)
        {
            queue.PutNowait(i);
        }

        Assert.Equal((0, false), (queue.MaxSize, queue.IsFull));
    }

    [Fact]
    public void Items_put_before_the_loop_runs_are_there()
    {
        var queue = new AsyncQueue<string>();
        queue.PutNowait("early");
        Scenario.Run(async () => Assert.Equal("early", await queue.Get()));
    }

    [Fact]
    public void Getters_are_woken_in_their_order() => Scenario.Trace(["first a", "second b", "third c"], async trace =>
    {
        var queue = new AsyncQueue<string>();
        async Coroutine Getter(string name) => trace.Add(name, await queue.Get());
        LoopTask[] tasks = [CreateTask(Getter("first")), CreateTask(Getter("second")), CreateTask(Getter("third"))];
        await Sleep(0);
        queue.PutNowait("a");
        queue.PutNowait("b");
        await Sleep(0);
        queue.PutNowait("c");
        await Gather(tasks);
    });

    [Fact]
    public void Putters_are_woken_in_their_order() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>(1);
        LoopTask[] tasks = [.. Enumerable.Range(0, 4).Select(number => CreateTask(queue.Put(number)))];
        await Sleep(0);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(i, await queue.Get());
            await Sleep(0);
        }

        await Gather(tasks);
    });

    [Fact]
    public void Calls_that_do_not_wait_throw_when_they_would() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>(1);
        Assert.Contains("AsyncQueue count=0/1", Assert.Throws<QueueEmptyException>(() => queue.GetNowait()).Message);
        queue.PutNowait(1);
        Assert.Contains("AsyncQueue count=1/1", Assert.Throws<QueueFullException>(() => queue.PutNowait(2)).Message);
        Assert.Equal(1, queue.GetNowait());
        await Sleep(0);
    });

    [Fact]
    public void Trying_tells_instead_of_throwing() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<string>(1);
        Assert.False(queue.TryGet(out string? item));
        Assert.Null(item);
        Assert.True(queue.TryPut("a"));
        Assert.False(queue.TryPut("b"));
        Assert.True(queue.TryGet(out item));
        Assert.Equal("a", item);

        LoopTask<string> get = CreateTask(queue.Get());
        await Sleep(0);
        Assert.True(queue.TryPut("c"));
        Assert.Equal("c", await get);

        queue.TryPut("d");
        LoopTask put = CreateTask(queue.Put("e"));
        await Sleep(0);
        Assert.True(queue.TryGet(out _));
        await put;
        Assert.Equal(1, queue.Count);
    });

    [Fact]
    public void Calls_are_inert_until_awaited() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        Coroutine put = queue.Put(1);
        Assert.True(queue.IsEmpty);
        await put;
        Coroutine<int> get = queue.Get();
        Assert.Equal(1, queue.Count);
        get.Close();
        Assert.Equal(1, queue.Count);
    });

    [Fact]
    public void A_cancelled_get_takes_no_item() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        LoopTask<int> get = CreateTask(queue.Get());
        await Sleep(0);
        get.Cancel();
        Assert.Equal(0, queue.Statistics().Getting);
        await Scenario.Settled(get);
        queue.PutNowait(1);
        Assert.Equal(1, queue.Count);
    });

    [Fact]
    public void An_item_whose_getter_was_cancelled_after_it_was_woken_stays_for_the_next() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        LoopTask<int> get = CreateTask(queue.Get());
        await Sleep(0);
        queue.PutNowait(1);
        get.Cancel();
        await Scenario.Settled(get);
        Assert.True(get.IsCancelled);
        Assert.Equal(1, queue.GetNowait());
    });

    [Fact]
    public void A_getter_cancelled_after_somebody_else_took_its_item_disturbs_nobody() =>
        Scenario.Trace(["second y", "third z"], async trace =>
        {
            var queue = new AsyncQueue<string>();
            async Coroutine Getter(string name) => trace.Add(name, await queue.Get());
            LoopTask first = CreateTask(Getter("first"));
            LoopTask second = CreateTask(Getter("second"));
            LoopTask third = CreateTask(Getter("third"));
            await Sleep(0);
            queue.PutNowait("x");
            queue.GetNowait();
            first.Cancel();
            await Scenario.Iterations(3);
            queue.PutNowait("y");
            queue.PutNowait("z");
            await Gather([second, third]);
        });

    [Fact]
    public void A_putter_cancelled_after_somebody_else_took_its_room_disturbs_nobody() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<string>(1);
        queue.PutNowait("x");
        LoopTask first = CreateTask(queue.Put("first"));
        LoopTask second = CreateTask(queue.Put("second"));
        LoopTask third = CreateTask(queue.Put("third"));
        await Sleep(0);
        queue.GetNowait();
        queue.PutNowait("y");
        first.Cancel();
        await Scenario.Iterations(3);
        Assert.Equal("y", queue.GetNowait());
        Assert.Equal("second", await queue.Get());
        Assert.Equal("third", await queue.Get());
        await Gather([second, third]);
    });

    [Fact]
    public void A_get_that_times_out_as_the_item_comes_loses_nothing() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        GetRunningLoop().CallLater(1, () => queue.PutNowait(7));
        int? got = null;
        try
        {
            got = await WaitFor(queue.Get(), 1);
        }
        catch (TimeoutException)
        {
        }

        Assert.Equal(got is null ? 1 : 0, queue.Count);
    });

    [Fact]
    public void A_cancelled_put_puts_nothing() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>(1);
        queue.PutNowait(0);
        LoopTask a = CreateTask(queue.Put(1));
        LoopTask b = CreateTask(queue.Put(2));
        await Sleep(0);
        a.Cancel();
        await Scenario.Settled(a);
        Assert.Equal(0, await queue.Get());
        await b;
        Assert.Equal((1, 2), (queue.Count, queue.GetNowait()));
    });

    [Fact]
    public void Null_is_an_item() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<string?>();
        queue.PutNowait(null);
        Assert.Null(await queue.Get());
        queue.PutNowait(null);
        Assert.True(queue.TryGet(out _));
    });

    [Fact]
    public void Join_waits_until_every_item_is_reported_done() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        int done = 0;
        async Coroutine Worker()
        {
            while (true)
            {
                await Sleep(await queue.Get());
                done++;
                queue.TaskDone();
            }
        }

        LoopTask[] workers = [CreateTask(Worker()), CreateTask(Worker())];
        for (int i = 1; i <= 4; i++)
        {
            queue.PutNowait(i);
        }

        await queue.Join();
        Assert.Equal((4, 6.0), (done, GetRunningLoop().Time));
        queue.PutNowait(0);
        await queue.Join();
        Assert.Equal(5, done);
        Array.ForEach(workers, worker => worker.Cancel());
    });

    [Fact]
    public void Every_join_is_woken_even_if_new_items_come_at_once() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        queue.PutNowait(1);
        LoopTask[] joins = [CreateTask(queue.Join()), CreateTask(queue.Join())];
        LoopTask cancelled = CreateTask(queue.Join());
        await Sleep(0);
        cancelled.Cancel();
        queue.TaskDone();
        queue.PutNowait(2);
        await Gather(joins);
        Assert.Equal(1, queue.Statistics().Unfinished);
    });

    [Fact]
    public void Reporting_more_done_than_was_put_is_an_error() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        Assert.Contains("too many times", Assert.Throws<InvalidOperationException>(queue.TaskDone).Message);
        await queue.Put(1);
        queue.TaskDone();
        Assert.Throws<InvalidOperationException>(queue.TaskDone);
    });

    [Fact]
    public void Statistics_count_items_and_waiting() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>(1);
        Assert.Equal("<AsyncQueue count=0/1 unfinished=0 getting=0 putting=0>", queue.ToString());
        LoopTask<int> get = CreateTask(queue.Get());
        await Sleep(0);
        Assert.Equal(new QueueStatistics(0, 1, 0, 1, 0, 0, false), queue.Statistics());
        Assert.Contains("wait_for=<AsyncQueue.Get pending at <", get.ToString());
        await queue.Put(1);
        await get;
        await queue.Put(2);
        LoopTask put = CreateTask(queue.Put(3));
        LoopTask join = CreateTask(queue.Join());
        await Sleep(0);
        Assert.Equal(new QueueStatistics(1, 1, 2, 0, 1, 1, false), queue.Statistics());
        Assert.Contains("wait_for=<AsyncQueue.Put pending at <", put.ToString());
        Assert.Contains("wait_for=<AsyncQueue.Join pending at <", join.ToString());
        queue.Shutdown(immediate: true);
        Assert.Equal("<AsyncQueue count=0/1 unfinished=1 getting=0 putting=0 shut down>", queue.ToString());
        queue.TaskDone();
        await join;
        await Scenario.Settled(put);
        Assert.IsType<QueueShutDownException>(put.Exception);
    });
}
