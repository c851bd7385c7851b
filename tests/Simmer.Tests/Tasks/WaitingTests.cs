using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

/// <summary>The corners of gather, wait, wait-for, shield and as-completed.</summary>
public sealed class WaitingTests
{
    [Fact]
    public void A_coroutine_that_is_gathered_twice_is_one_child()
    {
        TestLoop.Run(async () =>
        {
            int runs = 0;
            int[] results = await Gather(Enumerable.Repeat(Count(), 2).Append(After(2, 9)));
            Assert.Equal([1, 1, 9], results);

            await Gather(Enumerable.Repeat(Plain(), 2).Prepend(Sleep(1)));
            Assert.Equal(2, runs);

            Assert.Equal(2, (await GatherOutcomes(Enumerable.Repeat<IAwaitable>(Plain(), 2))).Length);
            Assert.Equal(3, runs);

            async Coroutine<int> Count()
            {
                await Sleep(1);
                return ++runs;
            }

            async Coroutine Plain()
            {
                await Sleep(1);
                runs++;
            }
        });
    }

    [Fact]
    public void A_coroutine_that_a_task_runs_already_is_refused()
    {
        TestLoop.Run(async () =>
        {
            Coroutine plain = Endless();
            LoopTask task = CreateTask(plain);
            Assert.Throws<InvalidOperationException>(() => { Gather(plain); });
            Assert.Throws<InvalidOperationException>(() => { Gather(Sleep(1), plain); });
            task.Cancel();
            await Sleep(0);
        });

        static async Coroutine Endless() => await Sleep(99);
    }

    [Fact]
    public void Nothing_is_no_child()
    {
        TestLoop.Run(async () =>
        {
            Assert.Contains("Argument 0", Assert.Throws<ArgumentException>(() => { Gather<int>((IAwaitable<int>)null!); }).Message);
            Assert.Throws<ArgumentNullException>(() => { Gather((IEnumerable<Coroutine<int>>)null!); });
            Assert.Empty(await Gather(Array.Empty<Coroutine<int>>()));
        });
    }

    [Fact]
    public void Outcomes_come_of_coroutines_given_either_way()
    {
        TestLoop.Run(async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                Outcome<int>[] outcomes = await GatherOutcomes<int>(After(1, 1), After(2, 2));
                Assert.Equal([1, 2], outcomes.Select(outcome => outcome.Value));
                outcomes = await GatherOutcomes(new List<Coroutine<int>> { After(1, 1), After(2, 2) });
                Assert.Equal([1, 2], outcomes.Select(outcome => outcome.Value));
                outcomes = await GatherOutcomes<int>(CreateTask(After(1, 1)), CreateTask(After(2, 2)));
                Assert.Equal([1, 2], outcomes.Select(outcome => outcome.Value));
            }
        });
    }

    [Fact]
    public void Waiting_with_no_limit_of_time_takes_as_long_as_it_takes()
    {
        TestLoop.Run(async () =>
        {
            await WaitFor(Plain(3), null);
            await WaitFor((IAwaitable)CreateTask(Plain(3)), null);
            Assert.Equal(4, await WaitFor(After(3, 4), null));
            Assert.Equal(4, await WaitFor((IAwaitable<int>)CreateTask(After(3, 4)), null));
            Assert.Equal(12, GetRunningLoop().Time);
        });
    }

    [Fact]
    public void Waiting_for_no_time_takes_what_is_there_and_cancels_what_is_not()
    {
        TestLoop.Run(async () =>
        {
            Future<int> there = GetRunningLoop().CreateFuture<int>();
            there.SetResult(4);
            Assert.Equal(4, await WaitFor((IAwaitable<int>)there, 0));
            await WaitFor((IAwaitable)there, -1);

            LoopTask<int> slow = CreateTask(After(3, 4));
            await Fails.With<TimeoutException>(async () => await WaitFor((IAwaitable<int>)slow, 0));
            Assert.True(slow.IsCancelled);
            await Fails.With<TimeoutException>(async () => await WaitFor((IAwaitable)CreateTask(Plain(3)), -1));
            await Fails.With<TimeoutException>(async () => await WaitFor(Plain(3), 0));
            await Fails.With<TimeoutException>(async () => await WaitFor(After(3, 4), TimeSpan.Zero));
            Assert.Equal(0, GetRunningLoop().Time);
        });
    }

    [Fact]
    public void A_wait_for_the_first_error_is_not_ended_by_results_and_cancellations()
    {
        TestLoop.Run(async () =>
        {
            LoopTask<int> good = CreateTask(After(1, 1));
            LoopTask<int> cancelled = CreateTask(After(9, 1));
            GetRunningLoop().CallLater(2, () => cancelled.Cancel());
            LoopTask<int> bad = CreateTask(Fail(3));
            LoopTask<int> late = CreateTask(After(5, 1));
            var (done, pending) = await Wait([good, cancelled, bad, late], returnWhen: ReturnWhen.FirstException);
            Assert.Equal(3, GetRunningLoop().Time);
            Assert.Equal([good, cancelled, bad], done.Order(Comparer<LoopTask<int>>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name))));
            Assert.Equal([late], pending);
            late.Cancel();
        });
    }

    [Fact]
    public void As_completed_of_nothing_waits_for_nothing_whatever_the_time()
    {
        TestLoop.Run(async () =>
        {
            await foreach (LoopTask<int> _ in AsCompleted(Array.Empty<LoopTask<int>>(), 5))
            {
                Assert.Fail("There is none.");
            }

            await Sleep(6);
        });
    }

    [Fact]
    public void As_completed_counts_what_ends_in_the_iteration_of_its_timeout_as_too_late()
    {
        TestLoop.Run(async () =>
        {
            Future<int> future = GetRunningLoop().CreateFuture<int>();
            GetRunningLoop().CallLater(1, () => future.SetResult(1));
            await Fails.With<TimeoutException>(async () =>
            {
                await foreach (Future<int> _ in AsCompleted(new List<Future<int>> { future }, 1))
                {
                    Assert.Fail("It came too late.");
                }
            });
            Assert.True(future.IsDone);
        });
    }

    [Fact]
    public void A_shield_gives_what_it_shields()
    {
        TestLoop.Run(async () =>
        {
            LoopTask<int> task = CreateTask(After(1, 5));
            Assert.Equal(5, await Shield(task));
            Assert.Equal(5, await Shield(task));
            LoopTask plain = CreateTask(Plain(1));
            await Shield(plain);
            Assert.Same(plain, Shield((IAwaitable)plain));
            LoopTask<int> bad = CreateTask(Fail(1));
            await Fails.With<ArithmeticException>(async () => await Shield(bad));
            await Fails.With<ArithmeticException>(async () => await Shield(bad));
            LoopTask<int> cancelled = CreateTask(After(1, 5));
            Future<int> shield = Shield(cancelled);
            cancelled.Cancel("inside");
            Assert.Null((await Fails.With<CancelledException>(async () => await shield)).CancelMessage);
            Assert.True(shield.IsCancelled);
            await Fails.With<CancelledException>(async () => await Shield(cancelled));
        });
    }

    [Fact]
    public void What_fails_behind_two_cancelled_shields_is_reported_once()
    {
        var loop = new TestLoop();
        loop.RunReporting(async () =>
        {
            LoopTask<int> bad = CreateTask(Fail(3));
            Future<int> first = Shield(bad);
            Future<int> second = Shield(bad);
            first.Cancel();
            second.Cancel();
            await Sleep(5);
        });

        Assert.Equal("ArithmeticException exception in shielded future", Assert.Single(loop.Reports).Message);
    }

    [Fact]
    public void A_task_shares_its_context_with_who_asks_for_it()
    {
        TestLoop.Run(async () =>
        {
            var local = new AsyncLocal<string>();
            TaskContext given = TaskContext.Copy();
            LoopTask task = CreateTask(Set("task"), context: given);
            Assert.Same(given, task.Context);
            await task;
            Assert.Equal("task", given.Run(() => local.Value));
            Assert.Null(local.Value);

            LoopTask other = CreateTask(Set("other"));
            TaskContext context = other.Context;
            Assert.Same(context, other.Context);
            await other;
            Assert.Equal("other", context.Run(() => local.Value));

            async Coroutine Set(string value)
            {
                await Sleep(0);
                local.Value = value;
            }
        });
    }

    [Fact]
    public void The_current_task_of_a_loop_can_be_asked_for_from_outside_it()
    {
        using var idle = new EventLoop();
        Assert.Null(CurrentTask(idle));
        TestLoop.Run(async () =>
        {
            Assert.Null(CurrentTask(idle));
            Assert.Same(CurrentTask(), CurrentTask(GetRunningLoop()));
        });
    }

    private static async Coroutine Plain(double delay) => await Sleep(delay);

    private static async Coroutine<T> After<T>(double delay, T result)
    {
        await Sleep(delay);
        return result;
    }

    private static async Coroutine<int> Fail(double delay)
    {
        await Sleep(delay);
        throw new ArithmeticException("no");
    }
}
