using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

/// <summary>The bounded helpers where something is cancelled: one entry on its own, or a scope around the whole.</summary>
public sealed class BoundedScopeTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(100), InlineData(null)]
    public void An_entry_that_is_cancelled_on_its_own_cancels_the_gather(int? limit) => TestLoop.Run(async () =>
    {
        IEnumerable<Coroutine<int>> entries = Enumerable.Range(0, 10).Select(Entry);
        await Fails.With<CancelledException>(async () => _ = limit is { } count ? await Gather(entries, count) : await Gather(entries));
        Assert.Equal(0, CurrentTask()!.Cancelling);
        await Sleep(1);
    });

    [Theory, InlineData(1), InlineData(2), InlineData(100)]
    public void A_body_that_is_cancelled_on_its_own_ends_the_loop_and_is_not_taken_for_its_end(int limit) => TestLoop.Run(async () =>
    {
        await Fails.With<CancelledException>(async () => await ForEach(Enumerable.Range(0, 10), limit, async i => await Entry(i)));
        Assert.Equal(0, CurrentTask()!.Cancelling);
        await Sleep(1);
    });

    [Fact]
    public void A_body_that_is_cancelled_on_its_own_cancels_the_others() => TestLoop.Run(async () =>
    {
        int begun = 0;
        int cancelled = 0;
        await Fails.With<CancelledException>(async () => await ForEach(Enumerable.Range(0, 10), 3, async i =>
        {
            begun++;
            if (i == 2)
            {
                await Entry(i);
            }

            await Fails.With<CancelledException>(async () => await Sleep(1));
            cancelled++;
        }));
        Assert.Equal(3, begun);
        Assert.Equal(2, cancelled);
        Assert.Equal(0, GetRunningLoop().Time);
    });

    [Theory, InlineData(1, false), InlineData(2, false), InlineData(100, false), InlineData(2, true)]
    public void An_entry_whose_task_is_cancelled_cancels_the_gather_and_is_no_result(int limit, bool byToken) => TestLoop.Run(async () =>
    {
        await Fails.With<CancelledException>(async () => await Gather(Enumerable.Range(0, 10).Select(CancelThird), limit));
        await Fails.With<CancelledException>(async () => await GatherOutcomes(Enumerable.Range(0, 10).Select(CancelThird), limit));
        Assert.Equal(0, CurrentTask()!.Cancelling);

        async Coroutine<int> CancelThird(int i)
        {
            if (i == 2)
            {
                CurrentTask()!.Cancel();
                if (byToken)
                {
                    await Task.Delay(Until.Patience, Asyncio.CancellationToken);
                }
            }

            await Sleep(1);
            return i;
        }
    });

    [Fact]
    public void An_entry_that_is_cancelled_on_its_own_is_one_of_the_outcomes() => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async _ =>
        {
            Outcome<int>[] outcomes = await GatherOutcomes(Enumerable.Range(0, 4).Select(Entry), limit: 2);
            Assert.Equal([true, true, false, true], outcomes.Select(outcome => outcome.IsSuccess));
            Assert.IsType<CancelledException>(outcomes[2].Exception);
        });
    });

    [Fact]
    public void An_entry_that_is_cancelled_on_its_own_in_a_grace_is_one_of_the_outcomes() => TestLoop.Run(async () =>
    {
        bool isClean = false;
        await CancelScope.Run(async scope =>
        {
            scope.Cancel(grace: 10);
            await Fails.With<CancelledException>(async () => await Sleep(1));
            Outcome<int>[] outcomes = await GatherOutcomes(Enumerable.Range(0, 4).Select(Entry), limit: 2);
            Assert.Equal([true, true, false, true], outcomes.Select(outcome => outcome.IsSuccess));
            isClean = true;
        });
        Assert.True(isClean);
    });

    [Theory, InlineData(false), InlineData(true)]
    public void A_loop_without_end_whose_bodies_swallow_the_cancellation_ends_with_its_scope(bool politely) => TestLoop.Run(async () =>
    {
        int begun = 0;
        await CancelScope.Run(async scope =>
        {
            GetRunningLoop().CallLater(1.5, () => scope.Cancel("over", grace: politely ? 10 : null));
            await ForEach(Endless(), 2, Swallow);
            Assert.Fail("There are items left.");
        });
        Assert.Equal(4, begun);
        Assert.Equal(1.5, GetRunningLoop().Time);

        async Coroutine Swallow(int item)
        {
            begun++;
            Assert.InRange(begun, 1, 1000);
            try
            {
                await Sleep(1);
            }
            catch (CancelledException)
            {
                // Goes on, as if nothing had been said.
            }
        }
    });

    [Theory]
    [InlineData(false, 1, 2), InlineData(true, 1, 2), InlineData(false, 3, 6), InlineData(true, 3, 6)]
    public void Outcomes_are_no_longer_gathered_in_a_cancelled_scope(bool politely, int limit, int expected) => TestLoop.Run(async () =>
    {
        int begun = 0;
        await CancelScope.Run(async scope =>
        {
            GetRunningLoop().CallLater(1.5, () => scope.Cancel("over", grace: politely ? 10 : null));
            await GatherOutcomes(Enumerable.Range(0, 100).Select(Count), limit);
            Assert.Fail("There are coroutines left.");
        });
        Assert.Equal(expected, begun);
        Assert.Equal(1.5, GetRunningLoop().Time);

        async Coroutine<int> Count(int i)
        {
            begun++;
            await Sleep(1);
            return i;
        }
    });

    [Fact]
    public void Entries_that_dotnet_cancels_by_the_token_of_a_cancelled_scope_are_no_outcomes() => TestLoop.Run(async () =>
    {
        int begun = 0;
        TimeProvider clock = GetRunningLoop().Clock;
        await CancelScope.Run(
            async _ =>
            {
                await GatherOutcomes(Enumerable.Range(0, 100).Select(Count), limit: 2);
                Assert.Fail("There are coroutines left.");
            },
            timeout: 1.5);
        Assert.Equal(4, begun);
        Assert.Equal(1.5, GetRunningLoop().Time);

        async Coroutine<int> Count(int i)
        {
            begun++;
            await Task.Delay(TimeSpan.FromSeconds(1), clock, Asyncio.CancellationToken);
            return i;
        }
    });

    [Fact]
    public void In_the_clean_up_of_a_grace_a_loop_runs_to_its_end() => TestLoop.Run(async () =>
    {
        int ended = 0;
        await CancelScope.Run(async scope =>
        {
            scope.Cancel(grace: 10);
            await Fails.With<CancelledException>(async () => await Sleep(1));
            await ForEach(Enumerable.Range(0, 5), 2, async _ =>
            {
                await Sleep(1);
                ended++;
            });
        });
        Assert.Equal(5, ended);
        Assert.Equal(3, GetRunningLoop().Time);
    });

    [Fact]
    public void In_a_shield_of_a_cancelled_scope_a_loop_runs_to_its_end() => TestLoop.Run(async () =>
    {
        int ended = 0;
        await CancelScope.Run(async scope =>
        {
            scope.Cancel();
            await CancelScope.Run(
                async _ => await ForEach(Enumerable.Range(0, 5), 2, async _ =>
                {
                    await Sleep(1);
                    ended++;
                }),
                shield: true);
        });
        Assert.Equal(5, ended);
        Assert.Equal(3, GetRunningLoop().Time);
    });

    [Fact]
    public void A_scope_in_a_body_ends_only_that_body() => TestLoop.Run(async () =>
    {
        int ended = 0;
        await ForEach(Enumerable.Range(0, 5), 2, async _ =>
        {
            await CancelScope.Run(async _ => await Sleep(50), timeout: 1);
            ended++;
        });
        Assert.Equal(5, ended);
        Assert.Equal(3, GetRunningLoop().Time);
    });

    [Fact]
    public void A_cancelled_loop_whose_bodies_end_cancelled_on_their_own_keeps_the_request() => TestLoop.Run(async () =>
    {
        LoopTask victim = CreateTask(ForEach(Enumerable.Range(0, 10), 3, async _ =>
        {
            await Fails.With<CancelledException>(async () => await Sleep(5));
            await Entry(2);
        }));
        await Sleep(1);
        victim.Cancel();
        await Until.Settled(victim);
        Assert.True(victim.IsCancelled);
        Assert.Equal(1, victim.Cancelling);
        Assert.Equal(1, GetRunningLoop().Time);
    });

    /// <summary>The third is cancelled, and by nobody here.</summary>
    private static async Coroutine<int> Entry(int i)
    {
        if (i == 2)
        {
            Future<int> future = GetRunningLoop().CreateFuture<int>();
            future.Cancel();
            return await future;
        }

        await Sleep(1);
        return i + 1;
    }

    private static IEnumerable<int> Endless()
    {
        for (int i = 0; ; i++)
        {
            yield return i;
        }
    }
}
