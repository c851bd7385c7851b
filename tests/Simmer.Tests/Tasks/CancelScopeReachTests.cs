using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

/// <summary>What a scope reaches, and what passes through it: requests of before it, eager tasks, foreign code.</summary>
public sealed class CancelScopeReachTests
{
    [Theory, InlineData(false), InlineData(true)]
    public void A_request_from_before_a_scope_is_delivered_in_it(bool withMessage) => TestLoop.Run(async () =>
    {
        string? passed = null;
        LoopTask victim = CreateTask(Victim());
        await Until.Settled(victim);
        Assert.True(victim.IsCancelled);
        Assert.Null(passed);

        async Coroutine Victim()
        {
            CurrentTask()!.Cancel(withMessage ? "why" : null);
            await CancelScope.Run(async _ => await Sleep(1));
            passed = "the scope";
        }
    });

    [Fact]
    public void A_request_survives_what_else_is_noted_of_the_task() => TestLoop.Run(async () =>
    {
        LoopTask victim = CreateTask(Victim());
        await Until.Settled(victim);
        Assert.True(victim.IsCancelled);

        static async Coroutine Victim()
        {
            LoopTask self = CurrentTask()!;
            self.Cancel();
            self.Name = "named";
            await CancelScope.Run(async _ => await Sleep(1), shield: true);
        }
    });

    [Fact]
    public void A_polite_cancellation_reaches_the_first_await_of_a_scope_entered_after_it() => TestLoop.Run(async () =>
    {
        double began = GetRunningLoop().Time;
        await CancelScope.Run(async scope =>
        {
            scope.Cancel(grace: 5);
            await CancelScope.Run(async _ => await Sleep(2));
            Assert.Fail("It goes past the inner scope.");
        });
        Assert.Equal(began, GetRunningLoop().Time);
    });

    [Fact]
    public void A_polite_cancellation_is_not_taken_back_with_a_request() => TestLoop.Run(async () =>
    {
        double began = GetRunningLoop().Time;
        await CancelScope.Run(async scope =>
        {
            scope.Cancel(grace: 5);
            CurrentTask()!.Cancel();
            CurrentTask()!.Uncancel();
            await Sleep(2);
        });
        Assert.Equal(began, GetRunningLoop().Time);
    });

    [Fact]
    public void A_polite_cancellation_is_told_once() => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async scope =>
        {
            scope.Cancel(grace: 5);
            await Fails.With<CancelledException>(async () => await Sleep(1));
            await CancelScope.Run(async _ => await Sleep(1));
            await Sleep(1);
        });
        Assert.Equal(2, GetRunningLoop().Time);
    });

    [Theory, InlineData(false), InlineData(true)]
    public void An_eager_child_may_shield_in_its_first_step(bool byHandshake) => TestLoop.Run(async () =>
    {
        GetRunningLoop().EagerTasks = true;
        bool isClean = false;
        await CancelScope.Run(async outer => await TaskGroup.Run(async group =>
        {
            if (byHandshake)
            {
                await group.Start<bool>(async ready =>
                {
                    ready.Ready(true);
                    await Child();
                });
            }
            else
            {
                group.CreateTask(Child());
            }

            await Sleep(0.5);
            outer.Cancel();
            await Sleep(1);
        }));
        Assert.True(isClean);

        async Coroutine Child() => await CancelScope.Run(
            async _ =>
            {
                await Sleep(2);
                isClean = true;
            },
            shield: true);
    });

    [Fact]
    public void The_children_of_a_group_that_an_eager_child_opens_at_once_are_cancelled_at_every_await() => TestLoop.Run(async () =>
    {
        int cancelled = 0;
        await CancelScope.Run(async outer => await TaskGroup.Run(async group =>
        {
            group.CreateTask(Opens(), eagerStart: true);
            await Sleep(0.5);
            outer.Cancel();
            await Sleep(1);
        }));
        Assert.Equal(3, cancelled);

        async Coroutine Opens() => await TaskGroup.Run(async group => group.CreateTask(Resists(() => cancelled++)));
    });

    [Fact]
    public void A_shield_in_an_async_task_method_holds() => TestLoop.Run(async () =>
    {
        bool isClean = false;
        await CancelScope.Run(async _ => await Foreign(), timeout: 0.5);
        Assert.True(isClean);

        async Task Foreign() => await CancelScope.Run(
            async _ =>
            {
                await Sleep(2);
                isClean = true;
            },
            shield: true);
    });

    [Fact]
    public void A_shielded_clean_up_of_an_async_iterator_runs_to_its_end() => TestLoop.Run(async () =>
    {
        bool isClean = false;
        await CancelScope.Run(
            async _ =>
            {
                await foreach (int number in Numbers())
                {
                    await Sleep(1);
                }
            },
            timeout: 2.5);
        Assert.True(isClean);

        async IAsyncEnumerable<int> Numbers()
        {
            try
            {
                for (int i = 0; ; i++)
                {
                    yield return i;
                    await Sleep(0.1);
                }
            }
            finally
            {
                await CancelScope.Run(
                    async _ =>
                    {
                        await Sleep(5);
                        isClean = true;
                    },
                    shield: true);
            }
        }
    });

    [Fact]
    public void The_children_of_a_group_in_an_async_task_method_are_cancelled_at_every_await() => TestLoop.Run(async () =>
    {
        int cancelled = 0;
        await CancelScope.Run(async _ => await Foreign(), timeout: 0.5);
        Assert.Equal(3, cancelled);

        async Task Foreign() => await TaskGroup.Run(async group => group.CreateTask(Resists(() => cancelled++)));
    });

    [Theory, InlineData("sleep"), InlineData("yield"), InlineData("future"), InlineData("coroutine")]
    public void An_async_task_method_is_cancelled_at_every_await(string what) => TestLoop.Run(async () =>
    {
        int cancelled = 0;
        await CancelScope.Run(async _ => await Foreign(), timeout: 0.5);
        Assert.Equal(3, cancelled);
        Assert.Equal(0.5, GetRunningLoop().Time);

        async Task Foreign()
        {
            try
            {
                await Sleep(1);
            }
            catch (CancelledException)
            {
                cancelled++;
            }

            for (int i = 0; i < 2; i++)
            {
                try
                {
                    switch (what)
                    {
                        case "sleep":
                            await Sleep(1);
                            break;
                        case "yield":
                            await Sleep(0);
                            break;
                        case "future":
                            await GetRunningLoop().CreateFuture<int>();
                            break;
                        default:
                            await Inner();
                            break;
                    }
                }
                catch (CancelledException)
                {
                    cancelled++;
                }
            }
        }

        static async Coroutine Inner() => await Sleep(1);
    });

    [Fact]
    public void What_an_async_task_method_left_running_in_a_scope_is_cancelled_with_the_scope_around_it() => TestLoop.Run(async () =>
    {
        Task? left = null;
        await CancelScope.Run(
            async _ =>
            {
                await CancelScope.Run(async _ => left = Foreign());
                await left!;
            },
            timeout: 0.5);
        Assert.Equal(0.5, GetRunningLoop().Time);
        Assert.True(left!.IsCanceled);

        static async Task Foreign() => await Inner();

        static async Coroutine Inner() => await Sleep(5);
    });

    [Fact]
    public void A_condition_takes_its_lock_back_in_a_cancelled_scope_however_long_that_is_held() => TestLoop.Run(async () =>
    {
        var condition = new AsyncCondition();
        LoopTask holder = CreateTask(Hold());
        await CancelScope.Run(
            async _ =>
            {
                using (await condition.Acquire())
                {
                    await condition.Wait();
                }
            },
            timeout: 2);
        Assert.Equal(5, GetRunningLoop().Time);
        await holder;

        async Coroutine Hold()
        {
            await Sleep(1);
            using (await condition.Acquire())
            {
                await Sleep(4);
            }
        }
    });

    [Fact]
    public void A_race_in_a_cancelled_scope_waits_for_what_it_has_cancelled() => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async _ => await Race(Shielded(), Shielded()), timeout: 1);
        Assert.Equal(5, GetRunningLoop().Time);

        static async Coroutine Shielded() => await CancelScope.Run(async _ => await Outlast(), shield: true);

        static async Coroutine Outlast()
        {
            double end = 5;
            while (GetRunningLoop().Time < end)
            {
                try
                {
                    await Sleep(end - GetRunningLoop().Time);
                }
                catch (CancelledException)
                {
                    // A request of Cancel passes through a shield.
                }
            }
        }
    });

    [Fact]
    public void A_request_comes_through_to_a_group_that_waits_for_shielded_children() => TestLoop.Run(async () =>
    {
        LoopTask host = CreateTask(Host());
        await Sleep(2);
        host.Cancel("now");
        await Until.Settled(host);
        Assert.True(host.IsCancelled);
        Assert.Equal(2, GetRunningLoop().Time);

        static async Coroutine Host() => await CancelScope.Run(
            async _ => await TaskGroup.Run(async group => group.CreateTask(CancelScope.Run(async _ => await Sleep(100), shield: true))),
            timeout: 1);
    });

    /// <summary>Awaits three times, whatever comes.</summary>
    private static async Coroutine Resists(Action cancelled)
    {
        for (int i = 0; i < 3; i++)
        {
            try
            {
                await Sleep(10);
            }
            catch (CancelledException)
            {
                cancelled();
            }
        }
    }
}
