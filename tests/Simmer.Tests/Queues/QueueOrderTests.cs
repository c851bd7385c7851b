using CsCheck;
using Simmer.Tests.Synchronization;
using static Simmer.Asyncio;

namespace Simmer.Tests.Queues;

/// <summary>The orders of the other two queues.</summary>
public sealed class QueueOrderTests
{
    [Fact]
    public void Least_first_against_a_sorted_list() =>
        Gen.Int[0, 5].Nullable().Array[0, 60].Sample(steps =>
        {
            // A number is put, null gets; equal priorities keep the order of arrival.
            var queue = new AsyncPriorityQueue<(int Priority, int Arrival)>(
                Comparer<(int Priority, int Arrival)>.Create((left, right) => left.Priority - right.Priority));
            var model = new List<(int Priority, int Arrival)>();
            for (int i = 0; i < steps.Length; i++)
            {
                if (steps[i] is { } priority)
                {
                    queue.PutNowait((priority, i));
                    model.Add((priority, i));
                }
                else if (queue.TryGet(out var item))
                {
                    Assert.Equal(model.Min(), item);
                    model.Remove(item);
                }

                Assert.Equal(model.Count, queue.Count);
            }
        });

    [Fact]
    public void Last_first_against_a_stack() => Gen.Int.Nullable().Array[0, 60].Sample(steps =>
    {
        var queue = new AsyncLifoQueue<int>();
        var model = new Stack<int>();
        foreach (int? step in steps)
        {
            if (step is { } item)
            {
                queue.PutNowait(item);
                model.Push(item);
            }
            else
            {
                Assert.Equal(model.TryPop(out int expected), queue.TryGet(out int got));
                Assert.Equal(expected, got);
            }
        }
    });

    [Fact]
    public void A_comparer_that_throws_loses_and_disorders_nothing() => Gen.Int[0, 9].Array[1, 40].Sample(items =>
    {
        var comparer = new ThrowingComparer();
        var queue = new AsyncPriorityQueue<int>(0, comparer);
        var model = new List<int>();
        for (int i = 0; i < items.Length; i++)
        {
            comparer.ThrowAfter = i % 4;
            try
            {
                if (i % 3 == 2 && model.Count > 0)
                {
                    Assert.Equal(model.Min(), queue.GetNowait());
                    model.Remove(model.Min());
                }
                else
                {
                    queue.PutNowait(items[i]);
                    model.Add(items[i]);
                }
            }
            catch (FormatException)
            {
            }
        }

        comparer.ThrowAfter = int.MaxValue;
        Assert.Equal(model.Order(), Enumerable.Range(0, queue.Count).Select(_ => queue.GetNowait()));
    });

    [Fact]
    public void A_comparer_that_throws_leaves_its_room_to_the_next_that_waits() => Scenario.Run(async () =>
    {
        var comparer = new ThrowingComparer { ThrowAfter = int.MaxValue };
        var queue = new AsyncPriorityQueue<int>(2, comparer);
        queue.PutNowait(1);
        queue.PutNowait(2);
        LoopTask first = CreateTask(queue.Put(3));
        LoopTask second = CreateTask(queue.Put(4));
        await Sleep(0);
        queue.GetNowait();
        comparer.ThrowAfter = 0;
        await Scenario.Fails<FormatException>(WaitFor(first, null));
        await WaitFor(second, 1);
        Assert.Equal(2, await queue.Get());
        Assert.Equal(4, await queue.Get());
    });

    [Fact]
    public void A_comparer_that_throws_leaves_its_item_to_the_next_that_waits() => Scenario.Run(async () =>
    {
        var comparer = new ThrowingComparer { ThrowAfter = int.MaxValue };
        var queue = new AsyncPriorityQueue<int>(comparer);
        LoopTask failing = CreateTask(Take());
        LoopTask<int>[] gets = [.. Enumerable.Range(0, 3).Select(_ => CreateTask(queue.Get()))];
        await Sleep(0);
        queue.PutNowait(1);
        queue.PutNowait(2);
        queue.PutNowait(3);
        comparer.ThrowAfter = 0;
        await Scenario.Fails<FormatException>(WaitFor(failing, null));
        int[] taken = await WaitFor(Gather(gets), 1);
        Assert.Equal([1, 2, 3], taken);

        async Coroutine Take() => await queue.Get();
    });

    [Fact]
    public void Items_without_an_order_need_a_comparer() => Scenario.Run(async () =>
    {
        var queue = new AsyncPriorityQueue<object>();
        await queue.Put(new object());
        await Scenario.Fails<ArgumentException>(queue.Put(new object()));
        Assert.Equal((1, 1), (queue.Count, queue.Statistics().Unfinished));
    });

    [Fact]
    public void A_comparer_turns_the_order_around() => Scenario.Run(async () =>
    {
        var queue = new AsyncPriorityQueue<int>(Comparer<int>.Create((left, right) => right - left));
        queue.PutNowait(1);
        queue.PutNowait(3);
        queue.PutNowait(2);
        Assert.Equal(3, await queue.Get());
        Assert.Equal(2, await queue.Get());
        Assert.Equal(1, await queue.Get());
    });

    [Fact]
    public void They_wait_and_limit_as_the_plain_queue_does() => Scenario.Run(async () =>
    {
        AsyncQueue<int>[] queues = [new AsyncPriorityQueue<int>(1), new AsyncLifoQueue<int>(1)];
        foreach (AsyncQueue<int> queue in queues)
        {
            LoopTask<int> get = CreateTask(queue.Get());
            await Sleep(0);
            await queue.Put(1);
            Assert.Equal(1, await get);
            await queue.Put(2);
            LoopTask put = CreateTask(queue.Put(3));
            await Sleep(0);
            Assert.False(put.IsDone);
            Assert.Equal(2, await queue.Get());
            await put;
            Assert.StartsWith($"<{queue.GetType().Name.Split('`')[0]} count=1/1", queue.ToString());
            queue.Shutdown(immediate: true);
            Assert.True(queue.IsEmpty);
        }
    });

    private sealed class ThrowingComparer : IComparer<int>
    {
        internal int ThrowAfter { get; set; }

        public int Compare(int x, int y) => ThrowAfter-- == 0 ? throw new FormatException() : x - y;
    }
}
