using CsCheck;
using Simmer.Tests.Synchronization;
using static Simmer.Asyncio;

namespace Simmer.Tests.Queues;

/// <summary>What holds whoever is cancelled at whichever await, in whatever order ready tasks run.</summary>
public sealed class QueueProperties
{
    [Fact]
    public void A_queue_loses_and_duplicates_nothing() =>
        Chaos.Gen.Sample(chaos => Check(chaos, new AsyncQueue<int>(chaos.Size - 1), inOrder: true));

    [Fact]
    public void A_priority_queue_loses_and_duplicates_nothing() =>
        Chaos.Gen.Sample(chaos => Check(chaos, new AsyncPriorityQueue<int>(chaos.Size - 1), inOrder: false));

    [Fact]
    public void A_stack_loses_and_duplicates_nothing() =>
        Chaos.Gen.Sample(chaos => Check(chaos, new AsyncLifoQueue<int>(chaos.Size - 1), inOrder: false));

    [Fact]
    public void A_shutdown_at_any_time_lets_everything_out_that_is_in() => Gen.Select(Chaos.Gen, Gen.Int[0, 20], Gen.Bool).Sample(
        (chaos, shutdownAt, immediate) =>
        {
            var queue = new AsyncQueue<int>(chaos.Size - 1);
            var put = new List<int>();
            var got = new List<int>();
            int dropped = 0;
            chaos.Run(async () =>
            {
                async Coroutine Shutdown()
                {
                    await Scenario.Iterations(shutdownAt);
                    dropped = immediate ? queue.Count : 0;
                    queue.Shutdown(immediate);
                }

                LoopTask shutdown = CreateTask(Shutdown());
                LoopTask[] tasks = await chaos.Start(number => number % 2 == 0
                    ? UntilShutDown(() => PutNext(queue, put), chaos.Stay)
                    : UntilShutDown(() => GetNext(queue, got), chaos.Stay));
                await shutdown;
                await Gather(tasks);
                Assert.Equal(put.Count, got.Count + dropped + queue.Count);
                Assert.Equal(put.Take(got.Count), got);
                for (int i = 0; i < put.Count - dropped; i++)
                {
                    queue.TaskDone();
                }

                await queue.Join();
                Assert.Equal(new QueueStatistics(queue.Count, chaos.Size - 1, 0, 0, 0, 0, true), queue.Statistics());
            });
        });

    [Fact]
    public void Nobody_waits_for_an_item_that_is_there() => Gen.Select(Chaos.Short, Gen.Int[0, 6].Array[1, 4]).Sample((chaos, putAt) =>
    {
        var queue = new AsyncQueue<int>();
        chaos.Run(async () =>
        {
            LoopTask[] putters = [.. putAt.Select(iteration => CreateTask(At(iteration, () => queue.PutNowait(0))))];
            LoopTask[] getters = await chaos.Start(async _ => await Chaos.Try(Discard(queue.Get())));
            await Gather(putters);
            await Scenario.Iterations(10);
            Assert.True(queue.IsEmpty || queue.Statistics().Getting == 0, queue.ToString());
            await Chaos.End(getters);
        });
    });

    [Fact]
    public void Nobody_waits_for_room_that_is_there() => Gen.Select(Chaos.Short, Gen.Int[0, 6].Array[1, 4]).Sample((chaos, getAt) =>
    {
        var queue = new AsyncQueue<int>(chaos.Size);
        for (int i = 0; i < chaos.Size; i++)
        {
            queue.PutNowait(i);
        }

        chaos.Run(async () =>
        {
            LoopTask[] getters = [.. getAt.Select(iteration => CreateTask(At(iteration, () => queue.TryGet(out _))))];
            LoopTask[] putters = await chaos.Start(async _ => await Chaos.Try(queue.Put(0)));
            await Gather(getters);
            await Scenario.Iterations(10);
            Assert.True(queue.IsFull || queue.Statistics().Putting == 0, queue.ToString());
            await Chaos.End(putters);
        });
    });

    private static async Coroutine At(int iteration, Action action)
    {
        await Scenario.Iterations(iteration);
        action();
    }

    private static async Coroutine Discard<T>(Coroutine<T> coroutine) => await coroutine;

    private static void Check(Chaos chaos, AsyncQueue<int> queue, bool inOrder)
    {
        var put = new List<int>();
        var got = new List<int>();
        chaos.Run(async () =>
        {
            LoopTask[] tasks = await chaos.Start(async number =>
            {
                for (int i = 0; i < chaos.Visits; i++)
                {
                    await Scenario.Iterations(chaos.Stay);
                    await Chaos.Try(number % 2 == 0 ? PutNext(queue, put) : GetNext(queue, got));
                }
            });
            await Scenario.Iterations(4 * chaos.Tasks * chaos.Visits);

            // Nothing moves any more: nobody waits for an item or for room that is there.
            QueueStatistics now = queue.Statistics();
            Assert.False(now.Getting > 0 && !queue.IsEmpty, "A task waits for an item that is there.");
            Assert.False(now.Putting > 0 && !queue.IsFull, "A task waits for room that is there.");
            Assert.Equal(now.Getting + now.Putting, tasks.Count(task => !task.IsDone));

            var left = new List<int>();
            queue.Shutdown();
            while (queue.TryGet(out int item))
            {
                left.Add(item);
            }

            Assert.Equal(put.Order(), got.Concat(left).Order());
            if (inOrder)
            {
                Assert.Equal(put, got.Concat(left));
            }

            await Scenario.Settled(tasks);
        });
    }

    private static async Coroutine UntilShutDown(Func<Coroutine> visit, int stay)
    {
        try
        {
            while (true)
            {
                await Chaos.Try(visit());
                await Chaos.Try(Scenario.Iterations(stay + 1));
            }
        }
        catch (QueueShutDownException)
        {
        }
    }

    /// <summary>Items are numbered in the order in which putting them began.</summary>
    private static async Coroutine PutNext(AsyncQueue<int> queue, List<int> put)
    {
        int item = ++s_items;
        await queue.Put(item);
        put.Add(item);
    }

    private static async Coroutine GetNext(AsyncQueue<int> queue, List<int> got) => got.Add(await queue.Get());

    [ThreadStatic]
    private static int s_items;
}
