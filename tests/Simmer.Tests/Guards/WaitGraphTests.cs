using System.IO.Pipes;
using System.Net;
using System.Runtime.InteropServices;
using Simmer.Tests.IO;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Guards;

/// <summary>Which tasks can never go on, of those that wait, and how they are told.</summary>
public sealed class WaitGraphTests
{
    private const string Descriptor = "a descriptor";

    /// <summary>What may end a wait from outside: each begins something, and gives a wait for it and what lets it end.</summary>
    private static readonly Dictionary<string, Func<EventLoop, (Coroutine Wait, Action End)>> s_outside = new()
    {
        ["an event that a signal handler sets"] = static loop =>
        {
            // One that no other test raises or listens to: a signal is the whole process's.
            var end = new AsyncEvent();
            const PosixSignal WindowChange = (PosixSignal)Signal.WindowChange;
            loop.AddSignalHandler(WindowChange, end.Set);
            return (Then(end.Wait(), () => loop.RemoveSignalHandler(WindowChange)), () => Signal.Raise(Signal.WindowChange));
        },
        ["a future that a thread completes"] = static loop =>
        {
            Future<int> future = loop.CreateFuture<int>();
            return (Then(future), () => new Thread(() => loop.CallSoonThreadsafe(() => future.SetResult(1))).Start());
        },
        ["a call on a thread"] = static loop =>
        {
            var end = new ManualResetEventSlim();
            return (ToThread(() => Until.Set(end)), end.Set);
        },
        ["work of the thread pool"] = static loop =>
        {
            var end = new ManualResetEventSlim();
            return (Then(Task.Run(() => Until.Set(end))), end.Set);
        },
        [Descriptor] = static loop =>
        {
            var end = new AsyncEvent();
            var output = new AnonymousPipeServerStream(PipeDirection.Out);
            var input = new AnonymousPipeClientStream(PipeDirection.In, output.ClientSafePipeHandle);
            int descriptor = (int)input.SafePipeHandle.DangerousGetHandle();
            loop.AddReader(descriptor, () =>
            {
                loop.RemoveReader(descriptor);
                end.Set();
            });
            return (Then(end.Wait(), input.Dispose), () => output.WriteByte(1));
        },
        ["a client of a server"] = static loop =>
        {
            var end = new AsyncEvent();
            int port = 0;
            return (Serve(), () => new System.Net.Sockets.TcpClient().Connect(IPAddress.Loopback, port));

            async Coroutine Serve()
            {
                await using Server server = await StartServer(async _ => end.Set(), "127.0.0.1", 0);
                port = server.Port;
                await end.Wait();
            }
        },
        ["a process"] = static loop =>
        {
            Subprocess? process = null;
            return (Wait(), () => process!.Kill());

            async Coroutine Wait()
            {
                process = await CreateSubprocessExec("sleep", ["3600"]);
                await process.Wait();
                await process.DisposeAsync();
            }
        },
        ["a timer of .NET"] = static loop =>
        {
            var end = new AsyncEvent();
            var timer = new Timer(_ => loop.CallSoonThreadsafe(end.Set));
            return (Then(end.Wait(), timer.Dispose), () => timer.Change(1, System.Threading.Timeout.Infinite));
        },
        ["a task method that nobody awaits"] = static loop =>
        {
            var end = new AsyncEvent();
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = SetLater();
            return (Then(end.Wait()), () => source.SetResult());

            async Task SetLater()
            {
                await source.Task;
                end.Set();
            }
        },
    };

    /// <summary>Each on both reactors, but for descriptors, which epoll alone can watch.</summary>
    public static TheoryData<string, ReactorKind> Outside => new(
        from outside in s_outside.Keys
        from kind in Enum.GetValues<ReactorKind>()
        where outside != Descriptor || kind == ReactorKind.Epoll
        select (outside, kind));

    [Theory, MemberData(nameof(Outside))]
    public void A_task_that_waits_for_one_that_waits_for_the_outside_is_not_stuck(string outside, ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        EventLoop loop = GetRunningLoop();
        var mutex = new AsyncLock();
        (Coroutine wait, Action end) = s_outside[outside](loop);
        LoopTask holder = CreateTask(Hold(wait));
        LoopTask locked = CreateTask(Take());
        LoopTask gathers = CreateTask(Gathers());
        await Until.Iterations(20);
        Assert.False(holder.IsDone);
        Assert.Empty(new WaitGraph(loop).Stuck);
        end();
        await Gather(holder, locked, gathers);

        async Coroutine Hold(Coroutine wait)
        {
            using (await mutex.Acquire())
            {
                await wait;
            }
        }

        async Coroutine Take()
        {
            using (await mutex.Acquire())
            {
            }
        }

        async Coroutine Gathers() => await Gather(Shield(holder), locked);
    });

    [Fact]
    public void A_task_that_waits_for_a_lock_that_foreign_code_holds_is_not_stuck() => TestLoop.Run(async () =>
    {
        var mutex = new AsyncLock();
        var source = new TaskCompletionSource();
        Task foreign = Hold();
        LoopTask locked = CreateTask(Take());
        await Until.Iterations(5);
        Assert.True(mutex.Locked);
        Assert.Empty(new WaitGraph(GetRunningLoop()).Stuck);
        source.SetResult();
        await locked;
        await foreign;

        async Task Hold()
        {
            using (await mutex.Acquire())
            {
                await source.Task;
            }
        }

        async Coroutine Take()
        {
            using (await mutex.Acquire())
            {
            }
        }
    });

    [Fact]
    public void A_circle_beside_a_task_that_may_go_on_is_told_in_the_plural_and_once()
    {
        var test = new TestLoop();
        test.RunReporting(async () =>
        {
            EventLoop loop = GetRunningLoop();
            var one = new AsyncLock();
            var other = new AsyncLock();
            LoopTask[] stuck = [CreateTask(Both(one, other), name: "one"), CreateTask(Both(other, one), name: "other")];
            await Until.Iterations(5);
            Deadlocks.Check(loop);
            Deadlocks.Check(loop);
            LoopTask third = CreateTask(Both(one, other), name: "third");
            await Until.Iterations(5);
            Deadlocks.Check(loop);
            Array.ForEach([.. stuck, third], task => task.Cancel());
            await Until.Settled([.. stuck, third]);
            Deadlocks.Check(loop);
        });

        Assert.Equal(2, test.Warnings.Count);
        Assert.StartsWith("Deadlock: 2 tasks can never go on, unless something cancels them. Waiting: ", test.Warnings[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("Deadlock: 3 tasks can never go on", test.Warnings[1].Message, StringComparison.Ordinal);
        Assert.Contains("The circle: 'one' → 'other' → 'one'.", test.Warnings[1].Message, StringComparison.Ordinal);

        static async Coroutine Both(AsyncLock first, AsyncLock second)
        {
            using (await first.Acquire())
            {
                await Sleep(0);
                using (await second.Acquire())
                {
                }
            }
        }
    }

    [Fact]
    public void Of_very_many_tasks_fifty_are_listed()
    {
        var error = Assert.Throws<DeadlockException>(() => new TestLoop().RunReporting(async () =>
        {
            var mutex = new AsyncLock();
            await mutex.Acquire();
            await Gather(Enumerable.Range(0, 120).Select(async Coroutine (_) => await mutex.Acquire()));
        }));

        Assert.Equal(50, error.Message.Split('\n').Count(line => line.StartsWith("  task '", StringComparison.Ordinal)));
        Assert.Contains($"{Environment.NewLine}  and 71 more{Environment.NewLine}The circle: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_standstill_tells_the_circle_beside_what_sleeps_for_ever()
    {
        var error = Assert.Throws<DeadlockException>(() => new TestLoop().RunReporting(async () =>
        {
            var mutex = new AsyncLock();
            LoopTask stuck = CreateTask(Twice(mutex), name: "stuck");
            LoopTask sleeper = CreateTask(Sleep(double.PositiveInfinity), name: "sleeper");
            await new AsyncEvent().Wait();
            GC.KeepAlive((stuck, sleeper));
        }));

        Assert.Contains($"  task 'sleeper' sleeps for ever{Environment.NewLine}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("The circle: 'stuck' → 'stuck'. Take locks in the same order everywhere, and do not await a task while holding a lock that it needs.", error.Message, StringComparison.Ordinal);

        static async Coroutine Twice(AsyncLock mutex)
        {
            await mutex.Acquire();
            await mutex.Acquire();
        }
    }

    [Fact]
    public void A_standstill_without_a_task_says_so()
    {
        var test = new TestLoop();
        using EventLoop loop = test.MakeLoop();
        loop.LastChanceMilliseconds = 1;
        Future<int> future = loop.CreateFuture<int>();

        var error = Assert.Throws<DeadlockException>(() => loop.RunUntilComplete(future));

        Assert.EndsWith(" Waiting: no task.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_of_a_gather_that_has_ended_in_part_are_followed_to_those_that_have_not()
    {
        var error = Assert.Throws<DeadlockException>(() => new TestLoop().RunReporting(async () =>
        {
            var mutex = new AsyncLock();
            await mutex.Acquire();
            await Gather(Sleep(0), Gather(CreateTask(Take(mutex), name: "taker"), Sleep(0)));
        }));

        Assert.Contains("The circle: 'Task-1' → ", error.Message, StringComparison.Ordinal);
        Assert.Contains("'taker' → 'Task-1'.", error.Message, StringComparison.Ordinal);

        static async Coroutine Take(AsyncLock mutex) => await mutex.Acquire();
    }

    private static async Coroutine Then(Coroutine<bool> wait, Action? after = null)
    {
        await wait;
        after?.Invoke();
    }

    private static async Coroutine Then(Future<int> wait) => await wait;

    private static async Coroutine Then(Task wait) => await wait;
}
