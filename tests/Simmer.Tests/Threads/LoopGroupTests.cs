using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Threads;

/// <summary>How a group of loops begins and ends.</summary>
public sealed class LoopGroupTests
{
    [Fact]
    public void Each_member_runs_on_a_loop_and_a_thread_of_its_own()
    {
        (EventLoop, int)[] members = LoopGroup.Run(
            4,
            async member =>
            {
                await Sleep(0);
                Assert.Same(member, LoopMember.Current);
                Assert.Same(member.Loop, GetRunningLoop());
                Assert.Same(member, member.Group.Members[member.Index]);
                return (member.Loop, Environment.CurrentManagedThreadId);
            },
            RealLoop.Options);

        Assert.Equal(4, members.Select(static member => member.Item1).Distinct().Count());
        Assert.Equal(4, members.Select(static member => member.Item2).Distinct().Count());
        Assert.Equal(Environment.CurrentManagedThreadId, members[0].Item2);
        Assert.All(members, static member => Assert.True(member.Item1.IsClosed));
        Assert.Null(LoopMember.Current);
    }

    [Fact]
    public void The_results_come_in_the_order_of_the_members() => Assert.Equal(
        [0, 1, 4],
        LoopGroup.Run(3, static async member => member.Index * member.Index, RealLoop.Options));

    [Fact]
    public void The_context_of_the_caller_flows_to_every_member()
    {
        var local = new AsyncLocal<int> { Value = 7 };

        int[] seen = LoopGroup.Run(
            3,
            async member =>
            {
                int value = local.Value;
                local.Value = member.Index;
                await Sleep(0);
                return value;
            },
            RealLoop.Options);

        Assert.Equal([7, 7, 7], seen);
        Assert.Equal(7, local.Value);
    }

    [Fact]
    public void The_first_error_cancels_the_other_members()
    {
        int cancelled = 0;
        AggregateException error = Assert.Throws<AggregateException>(() => LoopGroup.Run(
            3,
            async member =>
            {
                if (member.Index == 1)
                {
                    throw new FormatException("one");
                }

                try
                {
                    await Sleep(double.PositiveInfinity);
                }
                catch (CancelledException)
                {
                    Interlocked.Increment(ref cancelled);
                    throw;
                }
            },
            RealLoop.Options));

        // A member that had not begun when the other failed never begins.
        Assert.IsType<FormatException>(Assert.Single(error.InnerExceptions));
        Assert.InRange(cancelled, 0, 2);
    }

    [Fact]
    public void Errors_of_members_that_end_because_another_failed_come_out_too()
    {
        using var begun = new Barrier(2);
        AggregateException error = Assert.Throws<AggregateException>(() => LoopGroup.Run(
            2,
            async member =>
            {
                if (member.Index == 1)
                {
                    await ToThread(() => begun.SignalAndWait(Until.Patience));
                    throw new FormatException("first");
                }

                try
                {
                    await ToThread(() => begun.SignalAndWait(Until.Patience));
                    await Sleep(double.PositiveInfinity);
                }
                catch (CancelledException)
                {
                    throw new TimeoutException("second");
                }
            },
            RealLoop.Options));

        Assert.Equal(["first", "second"], error.InnerExceptions.Select(static inner => inner.Message));
    }

    [Fact]
    public void A_main_that_throws_before_it_is_a_coroutine_fails_the_group()
    {
        AggregateException error = Assert.Throws<AggregateException>(() => LoopGroup.Run(
            2,
            static member => member.Index == 1 ? throw new FormatException("no coroutine") : Sleep(double.PositiveInfinity),
            RealLoop.Options));

        Assert.Equal("no coroutine", Assert.Single(error.InnerExceptions).Message);
    }

    [Fact]
    public void A_main_that_cancels_itself_ends_the_run_as_cancelled_and_the_others_go_on()
    {
        bool ended = false;
        Assert.Throws<CancelledException>(() => LoopGroup.Run(
            2,
            async member =>
            {
                if (member.Index == 1)
                {
                    CurrentTask()!.Cancel();
                    await Sleep(1);
                }

                await member.Group.Members[1].Call(static async () => await Sleep(0));
                ended = true;
            },
            RealLoop.Options));

        Assert.True(ended);
    }

    [Fact]
    public void A_system_exit_on_one_loop_ends_the_group_with_it()
    {
        SystemExitException exit = Assert.Throws<SystemExitException>(() => LoopGroup.Run(
            3,
            static async member =>
            {
                if (member.Index == 2)
                {
                    _ = CreateTask(Exit());
                }

                await Sleep(double.PositiveInfinity);
            },
            RealLoop.Options));

        Assert.Equal(3, exit.ExitCode);
    }

    [Fact]
    public void Tasks_that_are_left_are_cancelled_and_awaited()
    {
        bool cleaned = false;
        LoopGroup.Run(
            2,
            async member =>
            {
                async Coroutine Background()
                {
                    try
                    {
                        await Sleep(double.PositiveInfinity);
                    }
                    finally
                    {
                        await Sleep(0);
                        cleaned = true;
                    }
                }

                if (member.Index == 1)
                {
                    _ = CreateTask(Background());
                    await Sleep(0);
                }
            },
            RealLoop.Options);

        Assert.True(cleaned);
    }

    [Fact]
    public void The_main_is_the_only_task_that_a_group_makes()
    {
        int[] counts = LoopGroup.Run(
            2,
            static async member =>
            {
                int count = AllTasks().Count;
                await Sleep(0);
                return count;
            },
            RealLoop.Options);

        Assert.Equal([1, 1], counts);
    }

    [Fact]
    public void A_group_is_not_run_on_a_loop() => TestLoop.Run(async () =>
    {
        Assert.Throws<InvalidOperationException>(() => LoopGroup.Run(2, static async _ => await Sleep(0)));
        await Sleep(0);
    });

    [Fact]
    public void A_group_has_a_member() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LoopGroup.Run(0, static async _ => await Sleep(0)));

    [Fact]
    public void A_key_belongs_to_the_same_member_in_every_run()
    {
        int[][] owners = LoopGroup.Run(
            5,
            static async member => new[] { "", "a", "b", "user-1", "user-2", "Grüße" }
                .Select(key => member.Group.MemberFor(key).Index)
                .Concat(new long[] { 0, 1, -1, long.MaxValue }.Select(key => member.Group.MemberFor(key).Index))
                .ToArray(),
            RealLoop.Options);

        // Written down: another hash would send the keys of a running system elsewhere.
        Assert.All(owners, static owner => Assert.Equal("4 4 1 0 0 3 4 2 4 0", string.Join(' ', owner)));
    }

    [Fact]
    public void Keys_are_spread_evenly()
    {
        int[] counts = LoopGroup.Run(
            4,
            static async member => Enumerable.Range(0, 10_000).Count(i => member.Group.MemberFor($"key-{i}") == member)
                + Enumerable.Range(0, 10_000).Count(i => member.Group.MemberFor(i) == member),
            RealLoop.Options);

        Assert.Equal(20_000, counts.Sum());
        Assert.All(counts, static count => Assert.InRange(count, 4700, 5300));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void The_first_ctrl_c_cancels_every_main()
    {
        using OwnProcess program = OwnProcess.Start(PoliteProgram);
        Assert.Equal(["ready", "ready", "ready"], [program.ReadLine(), program.ReadLine(), program.ReadLine()]);
        program.Interrupt();
        (int code, string output, _) = program.End();
        Assert.Equal("cancelled\ncancelled\ncancelled\nKeyboardInterruptException\n", output);
        Assert.Equal(0, code);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void The_second_ctrl_c_ends_the_process()
    {
        using OwnProcess program = OwnProcess.Start(StubbornProgram);
        Assert.Equal(["ready", "ready"], [program.ReadLine(), program.ReadLine()]);
        program.Interrupt();
        Assert.Equal(["no", "no"], [program.ReadLine(), program.ReadLine()]);
        program.Interrupt();
        Assert.Equal(128 + Signal.Interrupt, program.End().ExitCode);
    }

    private static void PoliteProgram()
    {
        try
        {
            LoopGroup.Run(3, static async _ =>
            {
                try
                {
                    Console.WriteLine("ready");
                    await Sleep(double.PositiveInfinity);
                }
                catch (CancelledException)
                {
                    Console.WriteLine("cancelled");
                    throw;
                }
            });
        }
        catch (KeyboardInterruptException error)
        {
            Console.WriteLine(error.GetType().Name);
        }
    }

    private static void StubbornProgram() => LoopGroup.Run(2, static async _ =>
    {
        try
        {
            Console.WriteLine("ready");
            await Sleep(double.PositiveInfinity);
        }
        catch (CancelledException)
        {
            Console.WriteLine("no");
            await Sleep(double.PositiveInfinity);
        }
    });

    private static async Coroutine Exit()
    {
        await Sleep(0);
        throw new SystemExitException(3);
    }
}
