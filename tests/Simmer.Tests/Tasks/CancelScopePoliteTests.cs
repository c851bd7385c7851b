using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

/// <summary>A cancellation with a grace is told to every task once: neither lost on its way, nor told again, nor to others.</summary>
public sealed class CancelScopePoliteTests
{
    [Fact]
    public void What_nobody_was_told_before_the_scope_ended_is_over_with_it() => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async scope => scope.Cancel("late", grace: 10));
        CurrentTask()!.Cancel();
        CurrentTask()!.Uncancel();
        await Sleep(1);
        Assert.Equal(1, GetRunningLoop().Time);
    });

    [Fact]
    public void The_request_of_an_inner_scope_does_not_reach_the_clean_up_of_an_outer_one() => TestLoop.Run(async () =>
    {
        bool isClean = false;
        await CancelScope.Run(async outer =>
        {
            outer.Cancel("outer", grace: 100);
            await Fails.With<CancelledException>(async () => await Sleep(1));
            await CancelScope.Run(async inner => inner.Cancel("inner", grace: 10));
            await Sleep(1);
            isClean = true;
        });
        Assert.True(isClean);
        Assert.Equal(1, GetRunningLoop().Time);
    });

    [Fact]
    public void A_request_that_a_shield_held_off_is_told_behind_it() => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async outer =>
        {
            outer.Cancel("outer", grace: 100);
            await CancelScope.Run(async _ => await Sleep(1), shield: true);
            var told = await Fails.With<CancelledException>(async () => await Sleep(50));
            Assert.Contains("outer", told.Message, StringComparison.Ordinal);
            await Sleep(1);
        });
        Assert.Equal(2, GetRunningLoop().Time);
    });

    [Fact]
    public void A_request_that_comes_during_a_shield_is_told_behind_it() => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async outer =>
        {
            GetRunningLoop().CallLater(0.5, () => outer.Cancel("outer", grace: 100));
            await CancelScope.Run(async _ => await Sleep(1), shield: true);
            var told = await Fails.With<CancelledException>(async () => await Sleep(50));
            Assert.Contains("outer", told.Message, StringComparison.Ordinal);
            await Sleep(1);
        });
        Assert.Equal(2, GetRunningLoop().Time);
    });

    [Fact]
    public void A_request_is_told_behind_a_shield_that_ends_by_its_own_deadline() => TestLoop.Run(async () =>
    {
        CancelScope? shield = null;
        await CancelScope.Run(async outer =>
        {
            GetRunningLoop().CallLater(0.5, () => outer.Cancel("outer", grace: 100));
            await CancelScope.Run(
                async inner =>
                {
                    shield = inner;
                    await Sleep(30);
                },
                timeout: 1,
                shield: true);
            await Sleep(50);
            Assert.Fail("It goes past the outer scope.");
        });
        Assert.True(shield!.CancelledCaught);
        Assert.Equal(1, GetRunningLoop().Time);
    });

    [Fact]
    public void A_request_is_told_when_the_shield_is_taken_down() => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async outer => await CancelScope.Run(
            async inner =>
            {
                GetRunningLoop().CallLater(1, () => outer.Cancel("outer", grace: 100));
                GetRunningLoop().CallLater(2, () => inner.Shield = false);
                await Sleep(30);
            },
            shield: true));
        Assert.Equal(2, GetRunningLoop().Time);
    });

    [Fact]
    public void A_request_is_told_to_a_task_of_the_group_that_stands_in_a_shield_when_it_leaves_that() => TestLoop.Run(async () =>
    {
        int told = 0;
        await CancelScope.Run(async outer => await TaskGroup.Run(async group =>
        {
            GetRunningLoop().CallLater(0.5, () => outer.Cancel("outer", grace: 100));
            group.CreateTask(Child());
            await Sleep(50);
        }));
        Assert.Equal(1, told);
        Assert.Equal(2, GetRunningLoop().Time);

        async Coroutine Child()
        {
            await CancelScope.Run(async _ => await Sleep(1), shield: true);
            await Fails.With<CancelledException>(async () => await Sleep(50));
            told++;
            await Sleep(1);
        }
    });

    [Fact]
    public void A_request_of_the_task_in_a_shield_does_not_take_the_place_of_the_one_outside() => TestLoop.Run(async () =>
    {
        LoopTask self = CurrentTask()!;
        await CancelScope.Run(async outer =>
        {
            outer.Cancel("outer", grace: 100);
            await Fails.With<CancelledException>(async () => await CancelScope.Run(
                async _ =>
                {
                    self.Cancel("own");
                    await Sleep(1);
                },
                shield: true));
            Assert.Equal(0, self.Uncancel());
            var told = await Fails.With<CancelledException>(async () => await Sleep(50));
            Assert.Contains("outer", told.Message, StringComparison.Ordinal);
            await Sleep(1);
        });
        Assert.Equal(1, GetRunningLoop().Time);
    });

    [Fact]
    public void A_request_reaches_a_coroutine_that_an_async_task_method_awaits_after_it() => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async scope =>
        {
            scope.Cancel("outer", grace: 100);
            await Foreign();
            Assert.Fail("It goes past the scope.");
        });
        Assert.Equal(0, GetRunningLoop().Time);

        static async Task Foreign() => await Inner();

        static async Coroutine Inner() => await Sleep(30);
    });

    [Theory, InlineData(false), InlineData(true)]
    public void A_request_is_not_lost_when_a_group_is_ended_at_the_same_moment(bool groupFirst) => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async scope =>
        {
            await TaskGroup.Run(async group =>
            {
                GetRunningLoop().CallLater(1, () =>
                {
                    if (groupFirst)
                    {
                        group.Cancel();
                    }

                    scope.Cancel("outer", grace: 100);
                    group.Cancel();
                });
                await Sleep(50);
            });
            await Sleep(40);
            Assert.Fail("It goes past the scope.");
        });
        Assert.Equal(0, CurrentTask()!.Cancelling);
        Assert.Equal(1, GetRunningLoop().Time);
    });

    [Theory, InlineData(false), InlineData(true)]
    public void A_request_is_not_lost_when_a_timeout_is_over_at_the_same_moment(bool timeoutFirst) => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async scope =>
        {
            if (!timeoutFirst)
            {
                GetRunningLoop().CallLater(1, () => scope.Cancel("outer", grace: 100));
            }

            try
            {
                await WaitFor(Wait(), 1);
            }
            catch (TimeoutException)
            {
                // Then it is told here.
                await Sleep(40);
            }

            Assert.Fail("It goes past the scope.");

            async Coroutine Wait()
            {
                if (timeoutFirst)
                {
                    GetRunningLoop().CallLater(1, () => scope.Cancel("outer", grace: 100));
                }

                await Sleep(50);
            }
        });
        Assert.Equal(0, CurrentTask()!.Cancelling);
        Assert.Equal(1, GetRunningLoop().Time);
    });

    [Theory, InlineData(false), InlineData(true)]
    public void A_request_that_comes_with_the_end_of_a_timeout_leaves_the_clean_up_alone(bool timeoutFirst) => TestLoop.Run(async () =>
    {
        bool isClean = false;
        await CancelScope.Run(async scope =>
        {
            if (!timeoutFirst)
            {
                GetRunningLoop().CallLater(1, () => scope.Cancel("outer", grace: 100));
            }

            await Fails.With<CancelledException>(async () => await WaitFor(Wait(), 1));
            await Sleep(1);
            isClean = true;

            async Coroutine Wait()
            {
                if (timeoutFirst)
                {
                    GetRunningLoop().CallLater(1, () => scope.Cancel("outer", grace: 100));
                }

                await Sleep(50);
            }
        });
        Assert.True(isClean);
        Assert.Equal(2, GetRunningLoop().Time);
    });

    [Fact]
    public void The_token_of_the_clean_up_is_a_fresh_one() => TestLoop.Run(async () =>
    {
        TimeProvider clock = GetRunningLoop().Clock;
        bool isClean = false;
        await CancelScope.Run(async scope =>
        {
            GetRunningLoop().CallLater(1, () => scope.Cancel("outer", grace: 100));
            await Fails.With<TaskCanceledException>(
                async () => await Task.Delay(TimeSpan.FromSeconds(20), clock, Asyncio.CancellationToken));
            Assert.False(Asyncio.CancellationToken.IsCancellationRequested);
            await Task.Delay(TimeSpan.FromSeconds(1), clock, Asyncio.CancellationToken);
            isClean = true;
        });
        Assert.True(isClean);
        Assert.Equal(2, GetRunningLoop().Time);
    });

    [Fact]
    public void The_token_of_the_clean_up_is_a_fresh_one_also_when_another_await_was_cancelled() => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async scope =>
        {
            CancellationToken before = Asyncio.CancellationToken;
            GetRunningLoop().CallLater(1, () => scope.Cancel("outer", grace: 100));
            await Fails.With<CancelledException>(async () => await Sleep(20));
            Assert.True(before.IsCancellationRequested);
            Assert.False(Asyncio.CancellationToken.IsCancellationRequested);
        });
        Assert.Equal(1, GetRunningLoop().Time);
    });

    [Fact]
    public void The_token_of_the_clean_up_is_cancelled_when_the_grace_is_over() => TestLoop.Run(async () =>
    {
        TimeProvider clock = GetRunningLoop().Clock;
        await CancelScope.Run(async scope =>
        {
            scope.Cancel("outer", grace: 5);
            await Fails.With<CancelledException>(async () => await Sleep(1));
            await Task.Delay(TimeSpan.FromSeconds(20), clock, Asyncio.CancellationToken);
        });
        Assert.Equal(5, GetRunningLoop().Time);
    });

    [Fact]
    public void A_group_in_the_clean_up_cancels_its_tasks_when_its_body_ends_cancelled() => TestLoop.Run(async () =>
    {
        bool isCancelled = false;
        await CancelScope.Run(async scope =>
        {
            scope.Cancel("outer", grace: 10);
            await Fails.With<CancelledException>(async () => await Sleep(1));
            await Fails.With<CancelledException>(async () => await TaskGroup.Run(async group =>
            {
                LoopTask child = group.CreateTask(Sleep(100));
                child.AddDoneCallback(_ => isCancelled = child.IsCancelled);
                Future<int> future = GetRunningLoop().CreateFuture<int>();
                future.Cancel();
                await future;
            }));
        });
        Assert.True(isCancelled);
        Assert.Equal(0, GetRunningLoop().Time);
    });

    [Fact]
    public void A_group_of_before_the_request_leaves_its_tasks_their_clean_up() => TestLoop.Run(async () =>
    {
        bool isClean = false;
        await CancelScope.Run(async scope => await TaskGroup.Run(async group =>
        {
            GetRunningLoop().CallLater(1, () => scope.Cancel("outer", grace: 10));
            group.CreateTask(Child());
            await Sleep(50);
        }));
        Assert.True(isClean);
        Assert.Equal(3, GetRunningLoop().Time);

        async Coroutine Child()
        {
            await Fails.With<CancelledException>(async () => await Sleep(50));
            await Sleep(2);
            isClean = true;
        }
    });

    [Fact]
    public void One_that_a_shield_holds_off_does_not_displace_one_that_is_on_its_way_inside() => TestLoop.Run(async () =>
    {
        bool isToldInside = false;
        await CancelScope.Run(async outer => await CancelScope.Run(
            async _ => await CancelScope.Run(async inner =>
            {
                inner.Cancel("inner", grace: 100);
                outer.Cancel("outer", grace: 100);
                await Fails.With<CancelledException>(async () => await CancelScope.Run(async _ => await Sleep(1)));
                isToldInside = true;
            }),
            shield: true));
        Assert.True(isToldInside);
        Assert.Equal(0, GetRunningLoop().Time);
    });

    [Theory, InlineData("scope"), InlineData("group"), InlineData("timeout")]
    public void One_that_is_pending_when_something_inside_cancels_itself_comes_out_of_it(string what) => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async outer =>
        {
            outer.Cancel("outer", grace: 100);
            switch (what)
            {
                case "scope":
                    await CancelScope.Run(async inner =>
                    {
                        inner.Cancel();
                        await Sleep(1);
                    });
                    break;
                case "group":
                    await TaskGroup.Run(async group =>
                    {
                        group.Cancel();
                        await Sleep(1);
                    });
                    break;
                default:
                    await WaitFor(Sleep(1), 0);
                    break;
            }

            Assert.Fail("It was swallowed inside.");
        });
        Assert.Equal(0, GetRunningLoop().Time);
    });
}
