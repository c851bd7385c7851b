using Simmer.Tests.Synchronization;
using static Simmer.Asyncio;

namespace Simmer.Tests.Queues;

public sealed class ReadAllTests
{
    [Fact]
    public void Items_are_read_as_they_come_until_the_queue_is_shut_down() =>
        Scenario.Trace(["0 at 0", "1 at 1", "2 at 2", "end at 3"], async trace =>
        {
            var queue = new AsyncQueue<int>();
            async Coroutine Producer()
            {
                for (int i = 0; i < 3; i++)
                {
                    await queue.Put(i);
                    await Sleep(1);
                }

                queue.Shutdown();
            }

            LoopTask producer = CreateTask(Producer());
            await foreach (int item in queue.ReadAll())
            {
                trace.Add(item, "at", GetRunningLoop().Time);
            }

            trace.Add("end at", GetRunningLoop().Time);
            await producer;
        });

    [Fact]
    public void What_is_left_at_the_shutdown_is_read() => Scenario.Trace(["1", "2"], async trace =>
    {
        var queue = new AsyncQueue<int>();
        queue.PutNowait(1);
        queue.PutNowait(2);
        queue.Shutdown();
        await foreach (int item in queue.ReadAll())
        {
            trace.Add(item);
        }
    });

    [Fact]
    public void An_immediate_shutdown_ends_it_at_once() => Scenario.Trace(["1"], async trace =>
    {
        var queue = new AsyncQueue<int>();
        queue.PutNowait(1);
        queue.PutNowait(2);
        await foreach (int item in queue.ReadAll())
        {
            trace.Add(item);
            queue.Shutdown(immediate: true);
        }
    });

    [Fact]
    public void Several_readers_share_the_items() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>(3);
        var read = new List<int>();
        async Coroutine Reader()
        {
            await foreach (int item in queue.ReadAll())
            {
                read.Add(item);
                await Sleep(1);
                queue.TaskDone();
            }
        }

        LoopTask[] readers = [CreateTask(Reader()), CreateTask(Reader())];
        for (int i = 0; i < 10; i++)
        {
            await queue.Put(i);
        }

        await queue.Join();
        queue.Shutdown();
        await Gather(readers);
        Assert.Equal(Enumerable.Range(0, 10), read.Order());
    });

    [Fact]
    public void A_cancelled_reader_takes_no_item_with_it() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        async Coroutine Reader()
        {
            await foreach (int item in queue.ReadAll())
            {
                Assert.Fail($"read {item}");
            }
        }

        LoopTask reader = CreateTask(Reader());
        await Sleep(0);
        queue.PutNowait(1);
        reader.Cancel();
        await Scenario.Settled(reader);
        Assert.True(reader.IsCancelled);
        Assert.Equal(1, queue.GetNowait());
    });

    [Fact]
    public void Leaving_the_loop_leaves_the_rest() => Scenario.Run(async () =>
    {
        var queue = new AsyncQueue<int>();
        queue.PutNowait(1);
        queue.PutNowait(2);
        await foreach (int item in queue.ReadAll())
        {
            break;
        }

        Assert.Equal(2, queue.GetNowait());
    });

    [Fact]
    public void Reading_with_items_does_not_yield() => Scenario.Trace(["1", "2", "other"], async trace =>
    {
        GetRunningLoop().CallSoon(() => trace.Add("other"));
        var queue = new AsyncQueue<int>();
        queue.PutNowait(1);
        queue.PutNowait(2);
        queue.Shutdown();
        await foreach (int item in queue.ReadAll())
        {
            trace.Add(item);
        }

        await Sleep(0);
    });
}
