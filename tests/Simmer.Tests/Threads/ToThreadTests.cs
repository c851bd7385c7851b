using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Threads;

public sealed class ToThreadTests
{
    [Fact]
    public void A_blocking_call_runs_on_another_thread_while_the_loop_goes_on()
    {
        TestLoop.Run(async () =>
        {
            using var release = new ManualResetEventSlim();
            EventLoop loop = GetRunningLoop();
            Future<bool> begun = loop.CreateFuture<bool>();
            LoopTask<string> call = CreateTask(ToThread(() =>
            {
                loop.CallSoonThreadsafe(() => begun.SetResult(true));
                Until.Set(release);
                return $"{Thread.CurrentThread.Name}, background {Thread.CurrentThread.IsBackground}";
            }));

            // Were the loop blocked, it would not get here.
            await begun;
            release.Set();

            Assert.Equal("Simmer worker, background True", await call);
        });
    }

    [Fact]
    public void Its_error_is_thrown_at_the_await_with_the_threads_trace()
    {
        TestLoop.Run(async () =>
        {
            var error = await Fails.With<ArithmeticException>(() => ToThread(Fail));
            Assert.Contains(nameof(Fail), error.StackTrace, StringComparison.Ordinal);
            await Fails.With<ArithmeticException>(async () => await ToThread(FailWithResult));
            await Fails.With<ArgumentNullException>(() => ToThread(null!));
        });

        static void Fail() => throw new ArithmeticException();

        static int FailWithResult() => throw new ArithmeticException();
    }

    [Fact]
    public void It_sees_the_callers_context_and_keeps_what_it_sets_to_itself()
    {
        TestLoop.Run(async () =>
        {
            var local = new AsyncLocal<string> { Value = "caller" };
            string? seen = null;
            await ToThread(() =>
            {
                seen = local.Value;
                local.Value = "thread";
            });

            Assert.Equal("caller", seen);
            Assert.Equal("caller", local.Value);
            Assert.Null(await GetRunningLoop().RunInExecutor(() => local.Value));
        });
    }

    [Fact]
    public void Nothing_starts_before_it_is_awaited()
    {
        TestLoop.Run(async () =>
        {
            bool called = false;
            Coroutine<bool> call = ToThread(() => called = true);
            await Sleep(1);
            Assert.False(called);
            await call;
            Assert.True(called);
        });
    }

    [Fact]
    public void A_call_that_is_queued_never_runs_once_cancelled()
    {
        TestLoop.Run(async () =>
        {
            using var one = new ThreadExecutor(maxThreads: 1);
            using var release = new ManualResetEventSlim();
            bool ran = false;
            Future<bool> busy = GetRunningLoop().RunInExecutor(() => release.Wait(Until.Patience), one);
            Future<bool> queued = GetRunningLoop().RunInExecutor(() => ran = true, one);
            queued.Cancel();
            await Fails.With<CancelledException>(async () => await queued);
            release.Set();
            Assert.True(await busy);
            Assert.True(await GetRunningLoop().RunInExecutor(() => true, one));

            Assert.False(ran);
        });
    }

    [Fact]
    public void A_call_that_has_begun_is_abandoned_when_cancelled_and_the_run_still_waits_for_it()
    {
        using var release = new ManualResetEventSlim();
        bool ended = false;
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            Future<bool> begun = loop.CreateFuture<bool>();
            LoopTask call = CreateTask(ToThread(() =>
            {
                loop.CallSoonThreadsafe(() => begun.SetResult(true));
                Until.Set(release);
                ended = true;
            }));
            await begun;
            call.Cancel();
            await Until.Settled(call);
            Assert.True(call.IsCancelled);
            Assert.False(ended);
            release.Set();
        });

        Assert.True(ended);
    }

    [Fact]
    public void A_run_that_ends_waits_for_its_threads_only_so_long()
    {
        var test = new TestLoop();
        using var release = new ManualResetEventSlim();
        using EventLoop loop = test.MakeLoop();
        using var other = new EventLoop();

        // On the system's clock: virtual time stands still while a thread is out.
        other.ExceptionHandler = (_, context) => test.Reports.Add(context);
        Future<bool> call = other.RunInExecutor(() => release.Wait(Until.Patience));
        other.RunUntilComplete(other.ShutdownDefaultExecutor(timeout: 0.01));
        release.Set();

        Assert.False(call.IsDone);
        Assert.Contains("1 calls on threads did not end within 0.01 s", Assert.Single(test.Reports).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => other.RunInExecutor(() => 1));
    }

    [Fact]
    public void Two_may_wait_for_the_end_of_the_calls()
    {
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            using var release = new ManualResetEventSlim();
            Future<bool> call = loop.RunInExecutor(() => release.Wait(Until.Patience));
            LoopTask first = CreateTask(loop.ShutdownDefaultExecutor());
            LoopTask second = CreateTask(loop.ShutdownDefaultExecutor());
            LoopTask cancelled = CreateTask(loop.ShutdownDefaultExecutor());
            await Sleep(0);
            cancelled.Cancel();
            await Until.Settled(cancelled);
            Assert.False(first.IsDone || second.IsDone);
            release.Set();
            await first;
            await second;

            Assert.True(await call);
            await loop.ShutdownDefaultExecutor();
        });
    }

    [Fact]
    public void The_wait_for_the_calls_is_over_though_another_begins_at_once()
    {
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            using var own = new ThreadExecutor();
            Future<int> call = loop.RunInExecutor(static () => 1, own);
            LoopTask shutdown = CreateTask(loop.ShutdownDefaultExecutor());
            while (!shutdown.IsDone)
            {
                if (call.IsDone)
                {
                    call = loop.RunInExecutor(static () => 1, own);
                }

                await Sleep(0);
            }

            await shutdown;
            await call;
        });
    }

    [Fact]
    public void An_executor_makes_no_more_threads_than_it_is_allowed()
    {
        TestLoop.Run(async () =>
        {
            using var two = new ThreadExecutor(maxThreads: 2);
            int running = 0;
            int most = 0;
            await Gather(Enumerable.Range(0, 50).Select(_ => GetRunningLoop().RunInExecutor(
                () =>
                {
                    int now = Interlocked.Increment(ref running);
                    InterlockedMax(ref most, now);
                    Thread.Yield();
                    return Interlocked.Decrement(ref running);
                },
                two)));

            Assert.InRange(most, 1, 2);
            Assert.Equal(2, two.MaxThreads);
        });

        Assert.Throws<ArgumentOutOfRangeException>(() => new ThreadExecutor(0));
        Assert.InRange(new ThreadExecutor().MaxThreads, 5, 32);

        static void InterlockedMax(ref int target, int value)
        {
            int seen;
            while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
            {
            }
        }
    }

    [Fact]
    public void What_a_call_sets_for_its_thread_does_not_reach_the_next()
    {
        TestLoop.Run(async () =>
        {
            var local = new AsyncLocal<string?>();
            using var executor = new ThreadExecutor(maxThreads: 1);
            EventLoop loop = GetRunningLoop();
            int first = await loop.RunInExecutor(
                () =>
                {
                    local.Value = "the first's";
                    SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
                    return Environment.CurrentManagedThreadId;
                },
                executor);

            Assert.Equal(
                (first, null, null),
                await loop.RunInExecutor(() => (Environment.CurrentManagedThreadId, local.Value, SynchronizationContext.Current), executor));
        });
    }

    [Fact]
    public void A_disposed_executor_ends_what_it_has_taken_and_takes_no_more()
    {
        TestLoop.Run(async () =>
        {
            var executor = new ThreadExecutor(maxThreads: 1);
            Future<int>[] calls = [.. Enumerable.Range(0, 10).Select(i => GetRunningLoop().RunInExecutor(() => i, executor))];
            executor.Dispose();
            executor.Dispose();

            int[] results = await Gather(calls);
            Assert.Equal(Enumerable.Range(0, 10), results);
            var error = Assert.Throws<InvalidOperationException>(() => { _ = GetRunningLoop().RunInExecutor(() => 1, executor); });
            Assert.Contains("shut down", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_default_executor_can_be_one_of_your_own()
    {
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            using var own = new ThreadExecutor(maxThreads: 1);
            loop.DefaultExecutor = own;
            Assert.Same(own, loop.DefaultExecutor);
            Assert.Throws<ArgumentNullException>(() => loop.DefaultExecutor = null!);
            await ToThread(() => { });
        });
    }
}
