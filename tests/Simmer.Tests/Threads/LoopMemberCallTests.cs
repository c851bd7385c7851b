using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Threads;

/// <summary>Calls between the loops of a group.</summary>
public sealed class LoopMemberCallTests
{
    [Fact]
    public void A_call_runs_on_the_other_loop_and_gives_its_result_on_this_one() => FromFirst(async other =>
    {
        EventLoop here = GetRunningLoop();
        EventLoop there = await other.Call(async () =>
        {
            await Sleep(0);
            Assert.Equal(other.Index, LoopMember.Current!.Index);
            return GetRunningLoop();
        });

        Assert.Same(other.Loop, there);
        Assert.Same(here, GetRunningLoop());
    });

    [Fact]
    public void A_member_may_call_itself() => FromFirst(async other =>
    {
        LoopMember self = other.Group.Members[0];
        Assert.Equal(5, await self.Call(static async () =>
        {
            await Sleep(0);
            return 5;
        }));
    });

    [Fact]
    public void A_member_serves_calls_after_its_main_has_ended() => FromFirst(async other =>
    {
        for (int i = 0; i < 100; i++)
        {
            int sent = i;
            Assert.Equal(i, await other.Call(async () => sent));
        }

        Assert.True(other.Main!.IsDone);
    });

    [Fact]
    public void Members_may_call_each_other_at_once_and_in_circles()
    {
        int[] sums = LoopGroup.Run(
            3,
            static async member =>
            {
                int sum = 0;
                await ForEach(Enumerable.Range(0, 200), 50, async _ =>
                {
                    LoopMember next = member.Group.Members[(member.Index + 1) % 3];
                    int one = await next.Call(async () => await member.Call(static async () => 1));
                    sum += one;
                });
                return sum;
            },
            RealLoop.Options);

        Assert.Equal([200, 200, 200], sums);
    }

    [Fact]
    public void Calls_of_one_loop_to_one_member_begin_in_their_order() => FromFirst(async other =>
    {
        var order = new List<int>();
        await Gather(Enumerable.Range(0, 100).Select(i => other.Call(async () =>
        {
            order.Add(i);
            await Sleep(0);
        })));

        Assert.Equal(Enumerable.Range(0, 100), order);
    });

    [Fact]
    public void An_error_over_there_is_thrown_here() => FromFirst(async other =>
    {
        FormatException error = await Fails.With<FormatException>(async () => await other.Call(async () =>
        {
            await Sleep(0);
            throw new FormatException("there");
        }));

        Assert.Equal("there", error.Message);
        await Fails.With<TimeoutException>(async () => await other.Call(static Coroutine () => throw new TimeoutException()));
    });

    [Fact]
    public void Cancelling_the_caller_cancels_the_task_over_there_and_waits_for_its_end() => FromFirst(async other =>
    {
        var begun = new AsyncEvent();
        EventLoop here = GetRunningLoop();
        bool cleaned = false;
        LoopTask call = CreateTask(other.Call(async () =>
        {
            try
            {
                here.CallSoonThreadsafe(begun.Set);
                await Sleep(double.PositiveInfinity);
            }
            finally
            {
                await Until.Iterations(3);
                cleaned = true;
            }
        }));
        await begun.Wait();

        call.Cancel("enough");
        CancelledException error = await Fails.With<CancelledException>(async () => await call);

        Assert.Equal("enough", error.CancelMessage);
        Assert.True(cleaned);
    });

    [Fact]
    public void A_task_over_there_that_does_not_give_in_gives_its_result() => FromFirst(async other =>
    {
        var begun = new AsyncEvent();
        EventLoop here = GetRunningLoop();
        LoopTask<int> call = CreateTask(other.Call(async () =>
        {
            try
            {
                here.CallSoonThreadsafe(begun.Set);
                await Sleep(double.PositiveInfinity);
            }
            catch (CancelledException)
            {
                return 42;
            }

            return 0;
        }));
        await begun.Wait();
        call.Cancel();

        Assert.Equal(42, await call);
    });

    [Fact]
    public void A_call_that_is_cancelled_before_it_begins_never_begins()
    {
        using var busy = new ManualResetEventSlim();
        using var blocked = new ManualResetEventSlim();
        bool ran = false;
        LoopGroup.Run(
            2,
            async member =>
            {
                if (member.Index == 1)
                {
                    blocked.Set();
                    using (AllowBlocking())
                    {
                        Until.Set(busy);
                    }

                    return;
                }

                await ToThread(() => Until.Set(blocked));
                LoopTask call = CreateTask(member.Group.Members[1].Call(async () => ran = true));
                await Until.Iterations(2);
                call.Cancel();
                await Until.Iterations(2);
                busy.Set();
                await Until.Settled(call);
                Assert.True(call.IsCancelled);
            },
            RealLoop.Options);

        Assert.False(ran);
    }

    [Fact]
    public void A_timeout_reaches_the_other_loop() => FromFirst(async other =>
    {
        bool cancelled = false;
        EventLoop here = GetRunningLoop();
        await Fails.With<TimeoutException>(async () => await Timeout(null, async scope => await other.Call(async () =>
        {
            try
            {
                here.CallSoonThreadsafe(() => scope.Reschedule(here.Time));
                await Sleep(double.PositiveInfinity);
            }
            catch (CancelledException)
            {
                cancelled = true;
                throw;
            }
        })));

        Assert.True(cancelled);
    });

    [Fact]
    public void The_callers_context_flows_there_and_nothing_flows_back() => FromFirst(async other =>
    {
        var local = new AsyncLocal<int> { Value = 1 };
        int there = await other.Call(async () =>
        {
            int value = local.Value;
            local.Value = 2;
            await Sleep(0);
            return (value * 10) + local.Value;
        });

        Assert.Equal(12, there);
        Assert.Equal(1, local.Value);
    });

    [Fact]
    public void A_call_that_is_under_way_when_the_other_loop_ends_fails_and_does_not_hang()
    {
        Exception? seen = null;
        using var begun = new ManualResetEventSlim();
        SystemExitException exit = Assert.Throws<SystemExitException>(() => LoopGroup.Run(
            2,
            async member =>
            {
                if (member.Index == 1)
                {
                    _ = CreateTask(ExitWhen(begun));
                    await Sleep(double.PositiveInfinity);
                }

                LoopTask call = CreateTask(member.Group.Members[1].Call(async () =>
                {
                    begun.Set();
                    await Sleep(double.PositiveInfinity);
                }));
                try
                {
                    await Until.Settled(call);
                }
                catch (CancelledException)
                {
                    // The group ends; the call over there is not asked to.
                }

                await Until.Settled(call);
                seen = call.Exception;
                await Fails.With<InvalidOperationException>(
                    async () => await member.Group.Members[1].Call(static async () => await Sleep(0)));
            },
            RealLoop.Options));

        Assert.Equal(4, exit.ExitCode);
        Assert.Contains("Member-1", Assert.IsType<InvalidOperationException>(seen).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_that_are_left_when_every_main_has_ended_end_too() => LoopGroup.Run(
        3,
        static async member =>
        {
            LoopMember next = member.Group.Members[(member.Index + 1) % 3];
            for (int i = 0; i < 50; i++)
            {
                _ = CreateTask(next.Call(static async () => await Sleep(double.PositiveInfinity)));
            }

            await Until.Iterations(5);
        },
        RealLoop.Options);

    [Theory, InlineData(false), InlineData(true)]
    public void A_caller_that_is_cancelled_when_the_answer_has_left_is_cancelled(bool fails) => FromFirst(async other =>
    {
        using var begun = new ManualResetEventSlim();
        LoopTask<int> call = CreateTask(other.Call(async () =>
        {
            begun.Set();
            return fails ? throw new InvalidDataException() : 42;
        }));
        await Until.Iterations(2);

        // This loop stands still until the other has answered.
        Until.Set(begun);
        using var answered = new ManualResetEventSlim();
        other.Loop.CallSoonThreadsafe(answered.Set);
        Until.Set(answered);
        Assert.True(call.Cancel("why"));

        await Until.Settled(call);
        Assert.True(call.IsCancelled);
        var error = await Fails.With<CancelledException>(async () => await call);
        Assert.Equal("why", error.CancelMessage);
    });

    [Fact]
    public void A_called_coroutine_that_swallows_its_cancellation_gives_its_result() => FromFirst(async other =>
    {
        var begun = new AsyncEvent();
        EventLoop here = GetRunningLoop();
        LoopTask<int> call = CreateTask(other.Call(async () =>
        {
            here.CallSoonThreadsafe(begun.Set);
            try
            {
                await Sleep(double.PositiveInfinity);
            }
            catch (CancelledException)
            {
            }

            return 42;
        }));
        await begun.Wait();
        call.Cancel();
        Assert.Equal(42, await call);
    });

    [Fact]
    public void An_exit_in_the_first_step_of_an_eager_call_ends_the_group()
    {
        SystemExitException exit = Assert.Throws<SystemExitException>(() => LoopGroup.Run(
            2,
            static async member =>
            {
                GetRunningLoop().EagerTasks = true;
                if (member.Index == 0)
                {
                    await member.Group.Members[1].Call(static async () => throw new SystemExitException(5));
                }
                else
                {
                    await Sleep(double.PositiveInfinity);
                }
            },
            RealLoop.Options));
        Assert.Equal(5, exit.ExitCode);
    }

    [Fact]
    public void A_loop_outside_of_the_group_may_call_a_member()
    {
        var member = new TaskCompletionSource<LoopMember>();
        using var called = new ManualResetEventSlim();
        var outside = new Thread(() => Run(
            CallFrom(member.Task, called), RealLoop.Options));
        outside.Start();
        LoopGroup.Run(
            1,
            async self =>
            {
                member.SetResult(self);
                while (!called.IsSet)
                {
                    await Sleep(0);
                }
            },
            RealLoop.Options);
        Assert.True(outside.Join(Until.Patience));
    }

    [Fact]
    public void A_call_without_a_loop_is_refused() => FromFirst(async other =>
    {
        Exception? error = null;
        await ToThread(() => error = Record.Exception(() => CreateTask(other.Call(static async () => await Sleep(0)))));
        Assert.IsType<InvalidOperationException>(error);
    });

    private static async Coroutine CallFrom(Task<LoopMember> member, ManualResetEventSlim called)
    {
        Assert.Equal(3, await (await member).Call(static async () => 3));
        called.Set();
    }

    private static async Coroutine ExitWhen(ManualResetEventSlim begun)
    {
        await ToThread(() => Until.Set(begun));
        throw new SystemExitException(4);
    }

    /// <summary>Runs a body on member 0, with member 1 to call.</summary>
    private static void FromFirst(Func<LoopMember, Coroutine> body) => LoopGroup.Run(
        2,
        member => member.Index == 0 ? RealLoop.Patiently(async () => await body(member.Group.Members[1])) : Sleep(0),
        RealLoop.Options);
}
