// In Debug the compiler makes a state machine an object, one for each call: there the promise does not hold.
#if !DEBUG
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Synchronization;

/// <summary>The promise that what need not wait allocates nothing, and a wait one object.</summary>
public sealed class AllocationTests
{
    /// <summary>What a task that has to wait costs: its place in the line.</summary>
    private const int Wait = 72;

    [Fact]
    public void A_free_lock() => Allocations.Are(0, async times =>
    {
        var mutex = new AsyncLock();
        for (int i = 0; i < times; i++)
        {
            using (await mutex.Acquire())
            {
            }

            await mutex.Acquire();
            mutex.Release();
        }
    });

    [Fact]
    public void A_free_permit() => Allocations.Are(0, async times =>
    {
        var semaphore = new AsyncSemaphore(2);
        var bounded = new AsyncBoundedSemaphore(1);
        for (int i = 0; i < times; i++)
        {
            using (await semaphore.Acquire())
            using (await semaphore.Acquire())
            using (await bounded.Acquire())
            {
            }
        }
    });

    [Fact]
    public void A_set_flag() => Allocations.Are(0, async times =>
    {
        var flag = new AsyncEvent();
        for (int i = 0; i < times; i++)
        {
            flag.Set();
            await flag.Wait();
            flag.Clear();
        }
    });

    [Fact]
    public void A_condition_that_holds() => Allocations.Are(0, async times =>
    {
        var condition = new AsyncCondition();
        for (int i = 0; i < times; i++)
        {
            using (await condition.Acquire())
            {
                await condition.WaitFor(static () => true);
                condition.Notify();
                condition.NotifyAll();
            }
        }
    });

    [Fact]
    public void A_barrier_of_one() => Allocations.Are(0, async times =>
    {
        var barrier = new AsyncBarrier(1);
        for (int i = 0; i < times; i++)
        {
            await barrier.Wait();
        }
    });

    [Fact]
    public void A_queue_with_room_and_items() => Allocations.Are(0, async times =>
    {
        AsyncQueue<long>[] queues = [new(), new(4), new AsyncPriorityQueue<long>(), new AsyncLifoQueue<long>(4)];
        for (int i = 0; i < times; i++)
        {
            foreach (AsyncQueue<long> queue in queues)
            {
                await queue.Put(i);
                queue.PutNowait(i);
                await queue.Get();
                queue.TryGet(out _);
                queue.TaskDone();
                queue.TaskDone();
                await queue.Join();
                queue.Statistics();
            }
        }
    });

    [Fact]
    public void Reading_all_items_of_a_queue() => Allocations.Are(0, async times =>
    {
        var queue = new AsyncQueue<int>();
        queue.PutNowait(0);
        await foreach (int item in queue.ReadAll())
        {
            queue.PutNowait(item + 1);
            if (item == times)
            {
                break;
            }
        }
    });

    [Fact]
    public void Statistics() => Allocations.Are(0, async times =>
    {
        var mutex = new AsyncLock();
        var semaphore = new AsyncSemaphore();
        var flag = new AsyncEvent();
        var condition = new AsyncCondition(mutex);
        var barrier = new AsyncBarrier(2);
        for (int i = 0; i < times; i++)
        {
            mutex.Statistics();
            semaphore.Statistics();
            flag.Statistics();
            condition.Statistics();
            barrier.Statistics();
        }

        await Sleep(0);
    });

    [Fact]
    public void Waiting_for_a_lock() => Allocations.Are(2 * Wait, async times =>
    {
        var mutex = new AsyncLock();
        async Coroutine Worker()
        {
            for (int i = 0; i < times; i++)
            {
                using (await mutex.Acquire())
                {
                    await Sleep(0);
                }
            }
        }

        LoopTask other = CreateTask(Worker());
        await Worker();
        await other;
    });

    [Fact]
    public void Waiting_for_a_permit_a_flag_an_item_and_room() => Allocations.Are(4 * Wait, async times =>
    {
        var semaphore = new AsyncSemaphore(0);
        var flag = new AsyncEvent();
        var items = new AsyncQueue<int>(1);
        var room = new AsyncQueue<int>(1);
        room.PutNowait(0);
        async Coroutine Other()
        {
            for (int i = 0; i < times; i++)
            {
                await Sleep(0);
                semaphore.Release();
                await Sleep(0);
                flag.Set();
                flag.Clear();
                await Sleep(0);
                items.PutNowait(i);
                await Sleep(0);
                room.GetNowait();
            }
        }

        LoopTask other = CreateTask(Other());
        await Sleep(0);
        for (int i = 0; i < times; i++)
        {
            await semaphore.Acquire();
            await flag.Wait();
            await items.Get();
            await room.Put(i);
        }

        await other;
    });
}
#endif
