using Simmer.Tests.Synchronization;
using static Simmer.Asyncio;

namespace Simmer.Tests.Queues;

/// <summary>Programs whose traces CPython 3.13 and 3.14 leave line by line the same.</summary>
public sealed class QueueTraceTests
{
    [Fact]
    public void QU_01_A_size_of_zero_is_no_limit() => Scenario.Trace(["False 5"], async trace =>
    {
        var queue = new AsyncQueue<int>(0);
        for (int i = 0; i < 5; i++)
        {
            queue.PutNowait(i);
        }

        trace.Add(queue.IsFull, queue.Count);
        await Sleep(0);
    });

    [Fact]
    public void QU_03_A_cancelled_get_loses_no_item() => Scenario.Trace(["item True"], async trace =>
    {
        var queue = new AsyncQueue<string>();
        LoopTask<string> a = CreateTask(queue.Get());
        LoopTask<string> b = CreateTask(queue.Get());
        await Sleep(0);
        queue.PutNowait("item");
        a.Cancel();
        trace.Add(await b, a.IsCancelled);
    });

    [Fact]
    public void QU_04_A_cancelled_put_puts_nothing_and_passes_the_room_on() => Scenario.Trace(["True True b"], async trace =>
    {
        var queue = new AsyncQueue<string>(1);
        queue.PutNowait("0");
        LoopTask a = CreateTask(queue.Put("a"));
        LoopTask b = CreateTask(queue.Put("b"));
        await Sleep(0);
        queue.GetNowait();
        a.Cancel();
        await Sleep(0);
        await Sleep(0);
        trace.Add(a.IsCancelled, b.IsDone, queue.GetNowait());
    });

    [Fact]
    public void QU_06_An_item_is_not_handed_to_the_woken_getter() =>
        Scenario.Trace(["barger x", "second y", "first z"], async trace =>
        {
            var queue = new AsyncQueue<string>();
            async Coroutine Getter(string name) => trace.Add(name, await queue.Get());
            LoopTask first = CreateTask(Getter("first"));
            LoopTask second = CreateTask(Getter("second"));
            await Sleep(0);
            queue.PutNowait("x");
            trace.Add("barger", queue.GetNowait());
            await Sleep(0);
            queue.PutNowait("y");
            queue.PutNowait("z");
            await Gather([first, second]);
        });

    [Fact]
    public void QU_07_Join_waits_for_the_items_to_be_done() => Scenario.Trace(["False", "joined", "ValueError"], async trace =>
    {
        var queue = new AsyncQueue<int>();
        await queue.Join();
        queue.PutNowait(1);
        LoopTask join = CreateTask(queue.Join());
        await Sleep(0);
        await queue.Get();
        trace.Add(join.IsDone);
        queue.TaskDone();
        await join;
        trace.Add("joined");
        Assert.Throws<InvalidOperationException>(queue.TaskDone);
        trace.Add("ValueError");
    });

    [Fact]
    public void QU_08_A_queue_that_is_shut_down_gives_out_what_it_has() => Scenario.Trace(
        ["QueueShutDown i", "QueueShutDown", "QueueShutDown", "join done False", "joined"],
        async trace =>
        {
            var queue = new AsyncQueue<string>(1);
            queue.PutNowait("i");
            LoopTask put = CreateTask(queue.Put("x"));
            LoopTask join = CreateTask(queue.Join());
            await Sleep(0);
            queue.Shutdown();
            await Assert.ThrowsAsync<QueueShutDownException>(async () => await put);
            trace.Add("QueueShutDown", await queue.Get());
            await Assert.ThrowsAsync<QueueShutDownException>(async () => await queue.Get());
            trace.Add("QueueShutDown");
            await Assert.ThrowsAsync<QueueShutDownException>(async () => await queue.Put("1"));
            trace.Add("QueueShutDown");
            trace.Add("join done", join.IsDone);
            queue.TaskDone();
            await join;
            trace.Add("joined");
        });

    [Fact]
    public void QU_09_An_immediate_shutdown_drops_what_it_has() => Scenario.Trace(
        ["0", "join done False", "joined", "QueueShutDown"],
        async trace =>
        {
            var queue = new AsyncQueue<int>();
            queue.PutNowait(1);
            queue.PutNowait(2);
            await queue.Get();
            LoopTask join = CreateTask(queue.Join());
            await Sleep(0);
            queue.Shutdown(immediate: true);
            trace.Add(queue.Count);
            await Sleep(0);
            trace.Add("join done", join.IsDone);
            queue.TaskDone();
            await join;
            trace.Add("joined");
            Assert.Throws<QueueShutDownException>(() => queue.GetNowait());
            trace.Add("QueueShutDown");
        });

    [Fact]
    public void QU_10_The_other_orders() => Scenario.Trace(["[1, 2, 3]", "QueueFull", "QueueEmpty"], async trace =>
    {
        var least = new AsyncPriorityQueue<int>();
        least.PutNowait(3);
        least.PutNowait(1);
        least.PutNowait(2);
        trace.Add($"[{least.GetNowait()}, {least.GetNowait()}, {least.GetNowait()}]");
        var last = new AsyncLifoQueue<int>(1);
        last.PutNowait(1);
        Assert.Throws<QueueFullException>(() => last.PutNowait(2));
        trace.Add("QueueFull");
        last.GetNowait();
        Assert.Throws<QueueEmptyException>(() => last.GetNowait());
        trace.Add("QueueEmpty");
        await Sleep(0);
    });

    [Fact]
    public void QU_11_A_queue_of_one_hands_over_in_turns() => Scenario.Trace(
        ["put 0", "got 0", "put 1", "got 1", "put 2", "got 2"],
        async trace =>
        {
            var queue = new AsyncQueue<int>(1);
            async Coroutine Producer()
            {
                for (int i = 0; i < 3; i++)
                {
                    await queue.Put(i);
                    trace.Add("put", i);
                }
            }

            async Coroutine Consumer()
            {
                for (int i = 0; i < 3; i++)
                {
                    trace.Add("got", await queue.Get());
                }
            }

            await Gather(Producer(), Consumer());
        });
}
