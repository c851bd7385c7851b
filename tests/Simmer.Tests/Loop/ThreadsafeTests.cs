using System.Runtime.InteropServices;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

/// <summary>Entry from other threads, on the system's clock: what wakes a loop that sleeps.</summary>
public sealed partial class ThreadsafeTests
{
    private const int ThreadCpuTime = 3;

    [Fact]
    public void A_call_from_another_thread_wakes_a_loop_that_has_nothing_to_do()
    {
        using var loop = new EventLoop();
        int loopThread = Environment.CurrentManagedThreadId;
        int calledOn = 0;
        var thread = new Thread(() => loop.CallSoonThreadsafe(() =>
        {
            calledOn = Environment.CurrentManagedThreadId;
            loop.Stop();
        }));
        thread.Start();

        // Nothing else would wake it: a call that does not would hang here.
        loop.RunForever();
        thread.Join();

        Assert.Equal(loopThread, calledOn);
    }

    [Fact]
    public void A_call_wakes_a_loop_that_sleeps_until_a_timer_and_the_timer_stays()
    {
        using var loop = new EventLoop();
        TimerHandle far = loop.CallLater(3600, loop.Stop);
        new Thread(() => loop.CallSoonThreadsafe(loop.Stop)) { IsBackground = true }.Start();

        loop.RunForever();

        Assert.Equal(1, loop.Timers.Count);
        far.Cancel();
    }

    [Fact]
    public void Calls_of_many_threads_all_arrive_each_threads_in_its_order()
    {
        const int Threads = 4;
        const int Calls = 2000;
        using var loop = new EventLoop();
        var seen = new List<(int Thread, int Call)>();
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            for (int i = 0; i < Calls; i++)
            {
                int call = i;
                loop.CallSoonThreadsafe(() =>
                {
                    seen.Add((number, call));
                    if (seen.Count == Threads * Calls)
                    {
                        loop.Stop();
                    }
                });
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        loop.RunForever();
        Array.ForEach(threads, thread => thread.Join());

        for (int number = 0; number < Threads; number++)
        {
            Assert.Equal(Enumerable.Range(0, Calls), seen.Where(entry => entry.Thread == number).Select(entry => entry.Call));
        }
    }

    [Fact]
    public void A_call_from_another_thread_can_be_cancelled_there_before_it_runs()
    {
        using var loop = new EventLoop();
        bool called = false;
        loop.CallSoon(() =>
        {
            var thread = new Thread(() =>
            {
                Handle handle = loop.CallSoonThreadsafe(() => called = true);
                handle.Cancel();
                loop.CallSoonThreadsafe(loop.Stop);
            });
            thread.Start();
            thread.Join();
        });
        loop.RunForever();

        Assert.False(called);
    }

    [Fact]
    public async Task A_coroutine_that_a_closing_loop_has_not_begun_ends_with_an_error_and_never_runs()
    {
        bool began = false;
        var loop = new EventLoop();
        Task<int> waiting = RunCoroutineThreadsafe(Begin(), loop);
        Assert.False(waiting.IsCompleted);
        loop.Close();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => waiting);
        Assert.Contains("closed before it began", error.Message, StringComparison.Ordinal);
        Assert.False(began);
        Assert.Throws<InvalidOperationException>(() => { _ = RunCoroutineThreadsafe(Sleep(0), loop); });

        async Coroutine<int> Begin()
        {
            began = true;
            await Sleep(0);
            return 1;
        }
    }

    [Fact]
    public async Task A_coroutine_that_a_closing_loop_leaves_pending_ends_with_an_error_that_names_its_task()
    {
        var reports = new List<ExceptionContext>();
        var loop = new EventLoop { ExceptionHandler = (_, context) => reports.Add(context) };
        Task waiting = RunCoroutineThreadsafe(Sleep(3600), loop);
        Task done = RunCoroutineThreadsafe(Sleep(0), loop);
        loop.CallSoonThreadsafe(() => loop.CallLater(0.001, loop.Stop));
        loop.RunForever();
        loop.Close();

        await done;
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => waiting);
        Assert.Contains("closed before <Task 'Task-1' pending", error.Message, StringComparison.Ordinal);
        Assert.Equal("Task-1", Assert.Single(reports).Task!.Name);
    }

    [Fact]
    public void Everything_else_names_the_thread_that_it_was_wrongly_called_from()
    {
        Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            Future<int> future = loop.CreateFuture<int>();
            LoopTask task = CreateTask(Sleep(100));
            var errors = new List<string>();
            await ToThread(() =>
            {
                Try(() => loop.CallSoon(() => { }));
                Try(() => loop.CallLater(1, () => { }));
                Try(loop.Stop);
                Try(() => _ = loop.CreateTask(Sleep(1)));
                Try(() => future.SetResult(1));
                Try(() => future.Cancel());
                Try(() => future.AddDoneCallback(_ => { }));
                Try(() => task.Cancel());
                Try(() => AllTasks(loop));
            });
            task.Cancel();

            Assert.Equal(9, errors.Count);
            Assert.All(errors, message =>
            {
                Assert.Contains("Simmer worker", message, StringComparison.Ordinal);
                Assert.Contains("CallSoonThreadsafe", message, StringComparison.Ordinal);
            });

            void Try(Action action) => errors.Add(Assert.Throws<InvalidOperationException>(action).Message);
        });

        static void Run(Func<Coroutine> main) => Asyncio.Run(main(), new RunnerOptions { HandleInterrupts = false });
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void An_idle_loop_uses_no_processor_time()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test reads the processor time of one thread.");
        using var loop = new EventLoop();
        loop.CallLater(1, loop.Stop);
        TimeSpan before = ProcessorTime();
        loop.RunForever();

        // Polling would take hundreds of thousands of iterations, and the whole second.
        Assert.InRange(loop.Iterations, 1, 5);
        Assert.InRange((ProcessorTime() - before).TotalMilliseconds, 0, 200);
    }

    private static TimeSpan ProcessorTime()
    {
        Assert.Equal(0, GetTime(ThreadCpuTime, out Timespec time));
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        internal nint Seconds;
        internal nint Nanoseconds;
    }
}
