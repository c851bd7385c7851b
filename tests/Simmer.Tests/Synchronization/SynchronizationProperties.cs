using CsCheck;
using static Simmer.Asyncio;

namespace Simmer.Tests.Synchronization;

/// <summary>What holds whoever is cancelled at whichever await, in whatever order ready tasks run.</summary>
public sealed class SynchronizationProperties
{
    [Fact]
    public void A_lock_is_given_to_one_at_a_time_in_the_order_of_asking_and_is_free_at_the_end() => Chaos.Gen.Sample(chaos =>
    {
        var mutex = new AsyncLock();
        int inside = 0;
        int asked = 0;
        var granted = new List<int>();
        async Coroutine Visit()
        {
            int turn = asked++;
            using (await mutex.Acquire())
            {
                granted.Add(turn);
                Assert.Equal(1, ++inside);
                try
                {
                    await Scenario.Iterations(chaos.Stay);
                }
                finally
                {
                    inside--;
                }
            }
        }

        chaos.Run(async () =>
        {
            await Gather(await chaos.Start(_ => Visits(chaos, Visit)));
            Assert.Equal(new LockStatistics(false, null, 0), mutex.Statistics());
        });
        Assert.Equal(granted.Order(), granted);
    });

    [Fact]
    public void A_semaphore_gives_out_no_more_permits_than_it_has_and_gets_all_back() => Chaos.Gen.Sample(chaos =>
    {
        var semaphore = new AsyncBoundedSemaphore(chaos.Size);
        int inside = 0;
        int asked = 0;
        var granted = new List<int>();
        async Coroutine Visit()
        {
            int turn = asked++;
            using (await semaphore.Acquire())
            {
                granted.Add(turn);
                Assert.InRange(++inside, 1, chaos.Size);
                try
                {
                    await Scenario.Iterations(chaos.Stay);
                }
                finally
                {
                    inside--;
                }
            }
        }

        chaos.Run(async () =>
        {
            await Gather(await chaos.Start(_ => Visits(chaos, Visit)));
            Assert.Equal(new SemaphoreStatistics(chaos.Size, 0), semaphore.Statistics());
        });
        if (chaos.InOrder)
        {
            Assert.Equal(granted.Order(), granted);
        }
    });

    [Fact]
    public void A_condition_lets_nobody_wait_for_what_is_there() => Gen.Select(Chaos.Short, Gen.Int[0, 6].Array[1, 4]).Sample((chaos, givenAt) =>
    {
        // Each token is announced to one task only: one lost notification leaves a task waiting beside a token.
        var condition = new AsyncCondition();
        int tokens = 0;
        async Coroutine Take()
        {
            using (await condition.Acquire())
            {
                await condition.WaitFor(() => tokens > 0);
                Assert.True(condition.Locked);
                tokens--;
                await Scenario.Iterations(chaos.Stay);
            }
        }

        async Coroutine Give(int iteration)
        {
            await Scenario.Iterations(iteration);
            using (await condition.Acquire())
            {
                tokens++;
                condition.Notify();
            }
        }

        chaos.Run(async () =>
        {
            LoopTask[] givers = [.. givenAt.Select(iteration => CreateTask(Give(iteration)))];
            LoopTask[] takers = await chaos.Start(_ => Visits(chaos, Take));
            await Gather(givers);
            await Scenario.Iterations(40);

            // Nothing moves any more.
            Assert.Equal(new LockStatistics(false, null, 0), condition.Mutex.Statistics());
            Assert.Equal(takers.Count(task => !task.IsDone), condition.Statistics().Waiting);
            Assert.True(tokens == 0 || condition.Statistics().Waiting == 0, $"{condition.Statistics().Waiting} wait beside {tokens} tokens.");
            await Chaos.End(takers);
        });
    });

    [Fact]
    public void An_event_wakes_all_who_wait() => Chaos.Gen.Sample(chaos =>
    {
        var flag = new AsyncEvent();
        chaos.Run(async () =>
        {
            async Coroutine Visit() => Assert.True(await flag.Wait());
            LoopTask[] tasks = await chaos.Start(_ => Visits(chaos, Visit));
            for (int i = 0; i < chaos.Visits; i++)
            {
                await Scenario.Iterations(2);
                flag.Set();
                flag.Clear();
            }

            await Gather(tasks);
            Assert.Equal(new EventStatistics(false, 0), flag.Statistics());
        });
    });

    [Fact]
    public void A_barrier_opens_for_full_rounds_only() => Chaos.Gen.Sample(chaos =>
    {
        var barrier = new AsyncBarrier(chaos.Size);
        int came = 0;
        int went = 0;
        var places = new List<int>();
        async Coroutine Visit()
        {
            came++;
            try
            {
                int place = await barrier.Wait();
                Assert.InRange(place, 0, chaos.Size - 1);
                places.Add(place);
            }
            finally
            {
                went++;
            }
        }

        chaos.Run(async () =>
        {
            LoopTask[] tasks = await chaos.Start(_ => Visits(chaos, Visit));
            await Scenario.Iterations(4 * chaos.Tasks * chaos.Visits);

            // Nothing moves any more: whoever is inside waits for others, in a round that is not full.
            Assert.Equal(came - went, barrier.Waiting);
            Assert.InRange(barrier.Waiting, 0, chaos.Size - 1);
            Assert.Equal(barrier.Waiting, tasks.Count(task => !task.IsDone));
            if (chaos.Cancellations.Length == 0)
            {
                Assert.All(places.CountBy(place => place), place => Assert.Equal(places.Count / chaos.Size, place.Value));
            }

            await barrier.Abort();
            await Scenario.Settled(tasks);
        });
    });

    /// <summary>The visits of a task; a cancelled one counts.</summary>
    private static async Coroutine Visits(Chaos chaos, Func<Coroutine> visit)
    {
        for (int i = 0; i < chaos.Visits; i++)
        {
            await Chaos.Try(visit());
        }
    }
}
