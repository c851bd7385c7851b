using System.Diagnostics;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Guards;

/// <summary>Where a wait is, and whether it may be there: in a task, in a callback, outside a loop; for a lock.</summary>
public sealed class BlockingScopeTests
{
    [Fact]
    public void Without_a_loop_everything_may_block()
    {
        using BlockingScope scope = AllowBlocking();
        using var set = new ManualResetEventSlim(true);

        Until.Set(set);
    }

    [Fact]
    public void A_callback_that_waits_is_told_as_one_and_may_be_allowed_to()
    {
        using var reported = new ManualResetEventSlim();
        var run = new BlockingRun { OnWarning = _ => reported.Set() };

        run.Of(async () =>
        {
            GetRunningLoop().CallSoon(() =>
            {
                using (AllowBlocking())
                {
                    using var never = new ManualResetEventSlim();
                    Assert.False(never.Wait(TimeSpan.FromMilliseconds(5)));
                }

                reported.Wait(Until.Patience);
            });
            await Until.Iterations(3);
        });

        Assert.Equal(2, run.Warnings.Length);
        Assert.StartsWith("A callback blocks the loop: ManualResetEventSlim.Wait in lambda in ", run.Warnings[0].Message, StringComparison.Ordinal);
        Assert.Null(run.Warnings[0].Task);
        Assert.StartsWith("A callback blocked the loop for ", run.Warnings[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_callback_that_is_a_wait_itself_has_no_line()
    {
        using var reported = new ManualResetEventSlim();
        var run = new BlockingRun { OnWarning = _ => reported.Set() };

        run.Of(async () =>
        {
            GetRunningLoop().CallSoon(reported.Wait);
            await Until.Iterations(3);
        });

        Assert.StartsWith("A callback blocks the loop: ManualResetEventSlim.Wait waits. ", run.Warnings[0].Message, StringComparison.Ordinal);
        Assert.Null(run.Warnings[0].CallStack);
        Assert.Null(run.Warnings[0].File);
    }

    [Fact]
    public void In_debug_mode_a_report_ends_with_where_its_task_was_made()
    {
        using var reported = new ManualResetEventSlim();
        var run = new BlockingRun { Debug = true, OnWarning = _ => reported.Set() };

        run.Of(async () => await CreateTask(Waits(), name: "made here"));

        LoopWarning warning = run.Warnings.First(warning => warning.Kind == LoopWarningKind.Blocking);
        Assert.Contains(
            $"{Environment.NewLine}  task 'made here' was made{Environment.NewLine}    in lambda in In_debug_mode_a_report_ends_with_where_its_task_was_made at ",
            warning.ToString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("xunit", warning.ToString(), StringComparison.Ordinal);

        async Coroutine Waits() => reported.Wait(Until.Patience);
    }

    [Fact]
    public void A_wait_that_ends_within_its_threshold_is_none()
    {
        var run = new BlockingRun { WaitThreshold = TimeSpan.FromMinutes(10) };

        run.Of(async () =>
        {
            using var set = new ManualResetEventSlim();
            ThreadPool.QueueUserWorkItem(_ => set.Set());
            Until.Set(set);
            using var never = new ManualResetEvent(false);
            Assert.False(never.WaitOne(1));
        });

        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void A_threshold_that_is_infinite_is_never_reached_and_a_wait_of_limited_time_ends_all_the_same()
    {
        var run = new BlockingRun { WaitThreshold = System.Threading.Timeout.InfiniteTimeSpan, StepThreshold = System.Threading.Timeout.InfiniteTimeSpan };

        run.Of(async () =>
        {
            using var never = new ManualResetEvent(false);
            Assert.False(never.WaitOne(20));
        });

        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void A_threshold_below_zero_is_an_error()
    {
        var negative = TimeSpan.FromSeconds(-1);

        Assert.Equal("WaitThreshold", Assert.Throws<ArgumentOutOfRangeException>(() => new GuardOptions { WaitThreshold = negative }).ParamName);
        Assert.Equal("StepThreshold", Assert.Throws<ArgumentOutOfRangeException>(() => new GuardOptions { StepThreshold = negative }).ParamName);
        Assert.Equal("CancellationGrace", Assert.Throws<ArgumentOutOfRangeException>(() => new GuardOptions { CancellationGrace = negative }).ParamName);
    }

    [Fact]
    public void A_wait_of_limited_time_takes_no_longer_for_being_reported()
    {
        var run = new BlockingRun();

        run.Of(async () =>
        {
            using var never = new ManualResetEvent(false);
            Assert.False(never.WaitOne(20));
        });

        Assert.Equal([false, true], run.Warnings.Select(warning => warning.IsOver));
    }

    [Fact]
    public void Nor_does_it_if_the_report_itself_takes_long()
    {
        var run = new BlockingRun { OnWarning = _ => Pass(milliseconds: 5) };
        var waits = new List<int>();

        run.Of(async () => Assert.Equal(
            WaitHandle.WaitTimeout,
            BlockingWait.Run(
                GetRunningLoop(),
                milliseconds =>
                {
                    waits.Add(milliseconds);
                    return WaitHandle.WaitTimeout;
                },
                milliseconds: 5)));

        Assert.Equal([1, 0], waits);
    }

    [Fact]
    public void By_policy_a_wait_for_a_lock_throws_once_it_has_taken_longer_than_it_may()
    {
        var run = new BlockingRun { Policy = BlockingPolicy.Throw };
        object gate = new();
        using var entered = new ManualResetEventSlim();
        using var thrown = new ManualResetEventSlim();
        var holder = new Thread(() =>
        {
            lock (gate)
            {
                entered.Set();
                Until.Set(thrown);
            }
        });
        holder.Start();
        Until.Set(entered);

        run.Of(async () =>
        {
            var error = Assert.Throws<BlockingException>(() => Monitor.Enter(gate));
            Assert.StartsWith("Task 'main' blocks the loop: lock in ", error.Message, StringComparison.Ordinal);
            Assert.Contains("Another thread holds the lock.", error.Message, StringComparison.Ordinal);
        });

        thrown.Set();
        holder.Join();
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void A_long_wait_is_told_again_by_the_watchdog_while_it_lasts()
    {
        var run = new BlockingRun { StepThreshold = TimeSpan.FromMilliseconds(20) };
        using var again = new ManualResetEventSlim();
        run.OnWarning = warning =>
        {
            if (warning.Message.StartsWith("Task 'main' has blocked the loop for ", StringComparison.Ordinal))
            {
                again.Set();
            }
        };

        run.Of(async () => again.Wait(Until.Patience));

        LoopWarning told = run.Warnings.First(warning => warning.Message.Contains(" by now: ", StringComparison.Ordinal));
        Assert.Equal(run.Warnings[0].Line, told.Line);
        Assert.True(run.Warnings[^1].IsOver);
    }

    [Fact]
    public void The_watchdog_says_nothing_of_a_wait_that_is_just_being_reported()
    {
        LoopWatch? watch = null;
        int told = 0;
        var run = new BlockingRun();
        run.OnWarning = _ =>
        {
            if (told == 0)
            {
                told = run.Warnings.Length;
                Pass(milliseconds: 5);
                watch!.Look();
                told = run.Warnings.Length;
            }
        };

        run.Of(async () =>
        {
            watch = new LoopWatch(GetRunningLoop(), TimeSpan.FromMilliseconds(1));
            watch.Look();
            using var never = new ManualResetEvent(false);
            Assert.False(never.WaitOne(20));
        });

        Assert.Equal(1, told);
    }

    [Fact]
    public void What_was_allowed_does_not_count_against_what_the_step_does_afterwards()
    {
        var run = new BlockingRun();
        long allowedUntil = 0;
        var threshold = TimeSpan.FromMilliseconds(1);

        run.Of(async () =>
        {
            var watch = new LoopWatch(GetRunningLoop(), threshold);

            // Reads the lines before the time counts.
            LoopHold.Of(GetRunningLoop());
            watch.Look();
            using (AllowBlocking())
            {
                Pass(milliseconds: 20);
                allowedUntil = Stopwatch.GetTimestamp();
                watch.Look();
            }

            BlockingRun.SpinUntil(() =>
            {
                watch.Look();
                return run.Warnings.Length > 0;
            });
            Assert.InRange(run.Warnings[0].Duration, threshold, Stopwatch.GetElapsedTime(allowedUntil));
            watch.Stop();
        });

        Assert.NotEqual(0, allowedUntil);
    }

    [Fact]
    public void The_chain_of_a_deep_recursion_is_told_as_far_as_anybody_reads()
    {
        using var reported = new ManualResetEventSlim();
        var run = new BlockingRun { OnWarning = _ => reported.Set() };

        run.Of(() => Deep(100));

        Assert.Equal(20, run.Warnings[0].CallStack!.Split('\n').Count(line => line.Contains("awaited in ", StringComparison.Ordinal)));

        async Coroutine Deep(int levels)
        {
            await Sleep(0);
            if (levels > 0)
            {
                await Deep(levels - 1);
                return;
            }

            await Sleep(0);
            reported.Wait(Until.Patience);
        }
    }

    private static void Pass(int milliseconds)
    {
        long began = Stopwatch.GetTimestamp();
        BlockingRun.SpinUntil(() => Stopwatch.GetElapsedTime(began).TotalMilliseconds > milliseconds);
    }
}
