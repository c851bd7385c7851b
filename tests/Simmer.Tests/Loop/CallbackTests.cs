using Simmer.Testing;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

public sealed class CallbackTests
{
    private readonly List<string> _log = [];

    [Fact]
    public void Callbacks_run_in_the_order_of_scheduling_and_what_they_schedule_runs_in_the_next_iteration()
    {
        RunLoop(loop =>
        {
            loop.CallSoon(() =>
            {
                Log("a");
                loop.CallSoon(() => Log($"c in iteration {loop.Iterations}"));
            });
            loop.CallSoon(() => Log($"b in iteration {loop.Iterations}"));
        });

        Assert.Equal(["a", "b in iteration 1", "c in iteration 2"], _log);
    }

    [Fact]
    public void A_cancelled_callback_does_not_run_and_says_so()
    {
        RunLoop(loop =>
        {
            Handle handle = loop.CallSoon(() => Log("never"));
            Assert.False(handle.IsCancelled);
            Assert.StartsWith("<Handle lambda in A_cancelled", handle.ToString(), StringComparison.Ordinal);
            handle.Cancel();
            handle.Cancel();
            Assert.True(handle.IsCancelled);
            Assert.EndsWith("cancelled>", handle.ToString(), StringComparison.Ordinal);

            TimerHandle timer = loop.CallLater(1, () => Log("never"));
            Assert.Equal(loop.Time + 1, timer.When);
            timer.Cancel();
            Assert.True(timer.IsCancelled);
        });

        Assert.Empty(_log);
    }

    [Fact]
    public void When_a_callback_runs_the_loops_time_has_reached_its_own_so_that_arming_it_again_until_then_ends()
    {
        var random = new Random(1);
        using var loop = new EventLoop(new EventLoopOptions { Clock = new VirtualClock() });
        int calls = 0;
        int early = 0;
        for (int i = 0; i < 1000; i++)
        {
            double when = i == 0 ? 0.1 + 0.2 : random.NextDouble() * 10;
            Arm();

            void Arm() => loop.CallAt(when, () =>
            {
                calls++;
                if (loop.Time < when && early++ < 10_000)
                {
                    Arm();
                }
            });
        }

        TimerHandle last = loop.CallLater(11, loop.Stop);
        Assert.Equal(11, last.When);
        loop.RunForever();

        Assert.Equal(0, early);
        Assert.Equal(1000, calls);
        Assert.Equal(11, loop.Time);
    }

    [Fact]
    public void A_callback_can_cancel_one_that_is_ready_behind_it()
    {
        RunLoop(loop =>
        {
            Handle? second = null;
            loop.CallSoon(() => second!.Cancel());
            second = loop.CallSoon(() => Log("never"));
            TimerHandle? timer = null;
            loop.CallLater(1, () => timer!.Cancel());
            timer = loop.CallLater(1, () => Log("never"));
            loop.CallLater(2, () => Log("last"));
        });

        Assert.Equal(["last"], _log);
    }

    [Fact]
    public void Timers_run_in_the_order_of_their_deadlines_and_equal_ones_in_the_order_of_scheduling()
    {
        RunLoop(loop =>
        {
            loop.CallLater(3, () => Log("d"));
            loop.CallLater(1, () => Log("a"));
            loop.CallAt(2, () => Log("b"));
            loop.CallLater(TimeSpan.FromSeconds(2), () => Log("c"));
            loop.CallLater(double.PositiveInfinity, () => Log("never"));
            loop.CallLater(-1, () => Log("at once"));
            loop.CallAt(double.NegativeInfinity, () => Log("at once too"));
        });

        Assert.Equal(["at once too", "at once", "a", "b", "c", "d"], _log);
    }

    [Fact]
    public void Thousands_of_timers_in_any_order_run_in_the_order_of_their_deadlines()
    {
        var random = new Random(1);
        var times = new List<double>();
        RunLoop(loop =>
        {
            for (int i = 0; i < 5000; i++)
            {
                TimerHandle timer = loop.CallLater(random.Next(1000), () => times.Add(loop.Time));
                if (i % 3 == 0)
                {
                    timer.Cancel();
                }
            }
        });

        Assert.Equal(3333, times.Count);
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void Cancelled_timers_do_not_pile_up()
    {
        RunLoop(loop =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                loop.CallLater(3600 + (i % 7), () => { }).Cancel();
            }

            Assert.Equal(0, loop.Timers.Count);
            Assert.InRange(loop.Timers.EntryCount, 0, 200);
        });
    }

    [Fact]
    public void Cancelled_timers_among_many_that_are_set_take_no_more_than_these()
    {
        RunLoop(loop =>
        {
            TimerHandle[] set = [.. Enumerable.Range(0, 1000).Select(i => loop.CallLater(1 + (i % 13), () => Log("x")))];
            for (int i = 0; i < 100_000; i++)
            {
                loop.CallLater(3600 - (i % 7), () => { }).Cancel();
            }

            Assert.Equal(1000, loop.Timers.Count);
            Assert.InRange(loop.Timers.EntryCount, 1000, 2100);
            Array.ForEach(set, timer => timer.Cancel());
            Assert.Equal(0, loop.Timers.Count);
        });

        Assert.Empty(_log);
    }

    [Fact]
    public void A_delay_that_is_no_number_and_a_callback_that_is_null_are_refused()
    {
        RunLoop(loop =>
        {
            Assert.Throws<ArgumentException>(() => loop.CallLater(double.NaN, () => { }));
            Assert.Throws<ArgumentException>(() => loop.CallAt(double.NaN, () => { }));
            Assert.Throws<ArgumentNullException>(() => loop.CallSoon(null!));
            Assert.Throws<ArgumentNullException>(() => loop.CallLater(1, null!));
            Assert.Throws<ArgumentNullException>(() => loop.CallSoonThreadsafe(null!));
        });
    }

    [Fact]
    public void A_closed_loop_takes_no_callbacks()
    {
        var loop = new EventLoop();
        loop.Close();

        Assert.Throws<InvalidOperationException>(() => loop.CallSoon(() => { }));
        Assert.Throws<InvalidOperationException>(() => loop.CallLater(1, () => { }));
        Assert.Throws<InvalidOperationException>(() => loop.CallAt(1, () => { }));
        Assert.Throws<InvalidOperationException>(() => loop.CallSoonThreadsafe(() => { }));
        Assert.Throws<InvalidOperationException>(() => loop.RunInExecutor(() => 1));
    }

    [Fact]
    public void An_error_in_a_callback_goes_to_the_handler_and_the_loop_goes_on()
    {
        var test = new TestLoop();
        Handle? failing = null;
        test.RunReporting(async () =>
        {
            failing = GetRunningLoop().CallSoon(() => throw new ArithmeticException());
            GetRunningLoop().CallSoon(() => Log("goes on"));
            await Sleep(1);
        });

        ExceptionContext report = Assert.Single(test.Reports);
        Assert.StartsWith("Exception in callback", report.Message, StringComparison.Ordinal);
        Assert.IsType<ArithmeticException>(report.Exception);
        Assert.Same(failing, report.Handle);
        Assert.Equal(["goes on"], _log);
    }

    [Fact]
    public void A_system_exit_leaves_the_loop()
    {
        using EventLoop loop = new TestLoop().MakeLoop();
        loop.CallSoon(() => throw new SystemExitException(3));
        loop.CallSoon(loop.Stop);

        Assert.Equal(3, Assert.Throws<SystemExitException>(loop.RunForever).ExitCode);
        Assert.False(loop.IsRunning);
        loop.RunForever();
    }

    [Fact]
    public void A_callback_runs_in_a_copy_of_the_context_or_in_the_one_given()
    {
        RunLoop(loop =>
        {
            var local = new AsyncLocal<string> { Value = "outer" };
            Handle copy = loop.CallSoon(() =>
            {
                Log($"copy sees {local.Value}");
                local.Value = "set in the copy";
            });
            TaskContext given = TaskContext.Copy();
            given.Run(() => local.Value = "given");
            Handle shared = loop.CallSoon(() => local.Value += "+", given);
            loop.CallLater(1, () => Log($"shared sees {local.Value}"), given);
            loop.CallLater(2, () => Log($"outer sees {local.Value}, the copy has {copy.Context.Run(() => local.Value)}"));
            Assert.Same(given, shared.Context);
        });

        Assert.Equal(["copy sees outer", "shared sees given+", "outer sees outer, the copy has set in the copy"], _log);
    }

    private void Log(string what) => _log.Add(what);

    /// <summary>Runs what <paramref name="schedule"/> schedules on virtual time, until nothing is left.</summary>
    private static void RunLoop(Action<EventLoop> schedule)
    {
        var test = new TestLoop();
        using EventLoop loop = test.MakeLoop();
        schedule(loop);
        loop.CallLater(100_000, loop.Stop);
        loop.RunForever();
        Assert.Empty(test.Reports);
        Assert.IsType<VirtualClock>(loop.Clock);
    }
}
