using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Tasks;

/// <summary>What comes out of a cancelled scope and of a group in it, and what does not.</summary>
public sealed class CancelScopeOutcomeTests
{
    [Theory]
    [InlineData("the task's"), InlineData("the scope's"), InlineData("the task's in an async Task method")]
    public void A_scope_catches_what_its_token_made_dotnet_throw_in_a_task_of_a_group(string token) => TestLoop.Run(async () =>
    {
        await CancelScope.Run(
            async scope => await TaskGroup.Run(async group =>
            {
                group.CreateTask(Child(scope));
                await Sleep(50);
            }),
            timeout: 1);
        Assert.Equal(1, GetRunningLoop().Time);

        async Coroutine Child(CancelScope scope)
        {
            switch (token)
            {
                case "the task's":
                    await Wait(Asyncio.CancellationToken);
                    break;
                case "the scope's":
                    await Wait(scope.CancellationToken);
                    break;
                default:
                    await Foreign();
                    break;
            }
        }

        static async Task Foreign() => await Wait(Asyncio.CancellationToken);
    });

    [Fact]
    public void The_task_of_a_group_that_a_scope_ended_by_the_token_is_cancelled_and_not_failed() => TestLoop.Run(async () =>
    {
        LoopTask? child = null;
        await CancelScope.Run(
            async _ => await TaskGroup.Run(async group => child = group.CreateTask(Child())),
            timeout: 1);
        Assert.True(child!.IsCancelled);
        Assert.Equal(1, GetRunningLoop().Time);

        static async Coroutine Child() => await Wait(Asyncio.CancellationToken);
    });

    [Theory, InlineData(false), InlineData(true)]
    public void A_scope_catches_what_its_token_made_dotnet_throw_in_the_body_of_a_group(bool politely) => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async scope =>
        {
            GetRunningLoop().CallLater(1, () => scope.Cancel("over", grace: politely ? 10 : null));
            await TaskGroup.Run(async group =>
            {
                group.CreateTask(Sleep(50));
                await Wait(Asyncio.CancellationToken);
            });
        });
        Assert.Equal(1, GetRunningLoop().Time);
    });

    [Fact]
    public void What_dotnet_cancels_on_its_own_in_a_scope_stays_an_error_of_the_group() => TestLoop.Run(async () =>
    {
        var error = await Fails.With<AggregateException>(async () => await CancelScope.Run(
            async _ => await TaskGroup.Run(async group => group.CreateTask(Fail())),
            timeout: 5));
        Assert.Equal("of HTTP", Assert.IsType<TaskCanceledException>(Assert.Single(error.InnerExceptions)).Message);
        Assert.Equal(1, GetRunningLoop().Time);

        static async Coroutine Fail()
        {
            await Sleep(1);
            throw new TaskCanceledException("of HTTP");
        }
    });

    [Theory, InlineData(false), InlineData(true)]
    public void The_scope_wins_over_a_timeout_in_it_that_is_over_at_the_same_moment(bool timeoutFirst) => TestLoop.Run(async () =>
    {
        CancelScope? ended = null;
        await CancelScope.Run(async scope =>
        {
            ended = scope;
            if (!timeoutFirst)
            {
                scope.Deadline = 1;
            }

            await WaitFor(Body(), 1);

            async Coroutine Body()
            {
                scope.Deadline ??= 1;
                await Sleep(50);
            }
        });
        Assert.True(ended!.CancelledCaught);
        Assert.Equal(0, CurrentTask()!.Cancelling);
        Assert.Equal(1, GetRunningLoop().Time);
        await Sleep(1);
    });

    [Fact]
    public void A_timeout_in_the_clean_up_of_a_grace_is_still_a_timeout() => TestLoop.Run(async () =>
    {
        await CancelScope.Run(async scope =>
        {
            scope.Cancel(grace: 10);
            await Fails.With<CancelledException>(async () => await Sleep(1));
            await Fails.With<TimeoutException>(async () => await WaitFor(Sleep(5), 1));
            await Sleep(1);
        });
        Assert.Equal(2, GetRunningLoop().Time);
    });

    [Fact]
    public void A_timeout_around_a_scope_that_is_over_at_the_same_moment_is_a_timeout() => TestLoop.Run(async () =>
    {
        await Fails.With<TimeoutException>(async () => await WaitFor(CancelScope.Run(async _ => await Sleep(50), timeout: 1), 1));
        Assert.Equal(1, GetRunningLoop().Time);
        Assert.Equal(0, CurrentTask()!.Cancelling);
    });

    [Theory, InlineData(null), InlineData("why")]
    public void A_request_from_before_a_scope_comes_out_of_it_though_the_scope_is_cancelled_too(string? message) => TestLoop.Run(async () =>
    {
        LoopTask self = CurrentTask()!;
        CancelScope? ended = null;
        self.Cancel(message);
        await Fails.With<CancelledException>(async () => await CancelScope.Run(async scope =>
        {
            ended = scope;
            scope.Cancel();
            await Sleep(1);
        }));
        Assert.False(ended!.CancelledCaught);
        Assert.Equal(0, self.Uncancel());
        await Sleep(1);
    });

    [Fact]
    public void A_request_that_was_told_before_a_scope_does_not_come_out_of_it_again() => TestLoop.Run(async () =>
    {
        LoopTask self = CurrentTask()!;
        self.Cancel();
        await Fails.With<CancelledException>(async () => await Sleep(1));
        await CancelScope.Run(async scope =>
        {
            scope.Cancel();
            await Sleep(1);
        });
        Assert.Equal(0, self.Uncancel());
    });

    [Theory, InlineData(false), InlineData(true)]
    public void What_a_group_with_a_limit_cancels_before_its_first_step_was_not_forgotten(bool isGeneric) => TestLoop.Run(async () =>
    {
        await Fails.With<AggregateException>(async () => await TaskGroup.Run(
            async group =>
            {
                for (int i = 0; i < 2; i++)
                {
                    if (isGeneric)
                    {
                        group.CreateTask(Number());
                    }
                    else
                    {
                        group.CreateTask(Nothing());
                    }
                }

                throw new InvalidDataException();
            },
            limit: 1));

        static async Coroutine Nothing() => await Sleep(1);

        static async Coroutine<int> Number() => await Sleep(1, 1);
    });

    [Fact]
    public void What_a_group_with_a_limit_cancels_while_it_waits_for_a_slot_was_not_forgotten() => TestLoop.Run(async () =>
    {
        await TaskGroup.Run(
            async group =>
            {
                group.CreateTask(Nothing());
                group.CreateTask(Nothing());
                await Sleep(0.5);
                group.Cancel();
                await Sleep(1);
            },
            limit: 1);
        Assert.Equal(0.5, GetRunningLoop().Time);

        static async Coroutine Nothing() => await Sleep(1);
    });

    [Theory, InlineData(null), InlineData(1)]
    public void An_eager_task_that_ends_its_group_is_cancelled_itself(int? limit) => TestLoop.Run(async () =>
    {
        LoopTask? child = null;
        await TaskGroup.Run(
            async group =>
            {
                child = group.CreateTask(Child(group), eagerStart: true);
                await Sleep(50);
            },
            limit);
        Assert.True(child!.IsCancelled);
        Assert.Equal(0, GetRunningLoop().Time);

        static async Coroutine Child(TaskGroup group)
        {
            group.Cancel();
            await Sleep(100);
        }
    });

    [Fact]
    public void An_eager_service_that_ends_its_group_before_it_is_ready_is_cancelled_itself() => TestLoop.Run(async () =>
    {
        GetRunningLoop().EagerTasks = true;
        await TaskGroup.Run(async group => await group.Start<int>(async ready =>
        {
            group.Cancel();
            await Sleep(100);
            ready.Ready(1);
        }));
        Assert.Equal(0, GetRunningLoop().Time);
    });

    /// <summary>A wait of .NET's that only its token ends.</summary>
    private static async Task Wait(CancellationToken token) =>
        await Task.Delay(TimeSpan.FromSeconds(100), GetRunningLoop().Clock, token);
}
