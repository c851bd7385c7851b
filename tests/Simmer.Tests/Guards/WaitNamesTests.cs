using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Simmer.Tests.Support;

namespace Simmer.Tests.Guards;

/// <summary>Each way to wait is told by the name that its caller wrote, with what to write instead.</summary>
public sealed class WaitNamesTests
{
    private const string Await = "Write 'await' in front of the task.";
    private const string Handle = "Use an AsyncEvent or an AsyncSemaphore, or write 'await Asyncio.ToThread(…)' around it.";
    private const string Held = "Another thread holds the lock. Hold it for less time there, or keep what it guards on the loop, where it needs none.";

    /// <summary>Waits that end once the task does, which is when they have been reported; how they are told, and with what advice.</summary>
    private static readonly Dictionary<string, (string Told, string Advice, Action<Task<int>> Block)> s_waits = new()
    {
        ["Task.Wait"] = ("Task.Wait", Await, static released => released.Wait()),
        ["Task.Wait for a time"] = ("Task.Wait", Await, static released => released.Wait(Until.Patience)),
        ["Task.Result"] = ("Task.Result", Await, static released => _ = released.Result),
        ["Task.GetResult"] = ("GetAwaiter().GetResult", Await, static released => released.GetAwaiter().GetResult()),
        ["Configured"] = ("GetAwaiter().GetResult", Await, static released => released.ConfigureAwait(false).GetAwaiter().GetResult()),
        ["ValueTask"] = ("GetAwaiter().GetResult", Await, static released => new ValueTask(released).GetAwaiter().GetResult()),
        ["ValueTask.Result"] = ("ValueTask.Result", Await, static released => _ = new ValueTask<int>(released).Result),
        ["Task.WaitAll"] = ("Task.WaitAll", "Write 'await Task.WhenAll(…)'.", static released => Task.WaitAll(released)),
        ["Task.WaitAny"] = ("Task.WaitAny", "Write 'await Task.WhenAny(…)'.", static released => Task.WaitAny(released)),
        ["AsyncWaitHandle"] = ("WaitHandle.WaitOne", Handle, static released => ((IAsyncResult)released).AsyncWaitHandle.WaitOne()),
        ["WaitAny"] = ("WaitHandle.WaitAny", Handle, static released => WaitHandle.WaitAny([((IAsyncResult)released).AsyncWaitHandle, new ManualResetEvent(false)])),
        ["WaitAll"] = ("WaitHandle.WaitAll", Handle, static released => WaitHandle.WaitAll([((IAsyncResult)released).AsyncWaitHandle, new ManualResetEvent(true)])),
        ["ManualResetEventSlim"] = ("ManualResetEventSlim.Wait", "Use an AsyncEvent.", static released =>
        {
            var end = new ManualResetEventSlim();
            After(released, end.Set);
            end.Wait();
        }),
        ["SemaphoreSlim"] = ("SemaphoreSlim.Wait", "Use an AsyncSemaphore, or write 'await semaphore.WaitAsync()'.", static released =>
        {
            var end = new SemaphoreSlim(0);
            After(released, () => end.Release());
            end.Wait();
        }),
        ["Semaphore"] = ("WaitHandle.WaitOne", Handle, static released =>
        {
            var end = new Semaphore(0, 1);
            After(released, () => end.Release());
            end.WaitOne();
        }),
        ["CountdownEvent"] = ("CountdownEvent.Wait", "Use a TaskGroup, or an AsyncBarrier.", static released =>
        {
            var end = new CountdownEvent(1);
            After(released, () => end.Signal());
            end.Wait();
        }),
        ["Barrier"] = ("Barrier.SignalAndWait", "Use an AsyncBarrier.", static released =>
        {
            var end = new Barrier(2);
            After(released, end.SignalAndWait);
            end.SignalAndWait();
        }),
        ["BlockingCollection"] = ("BlockingCollection.Take", "Use an AsyncQueue.", static released =>
        {
            var items = new BlockingCollection<int>();
            After(released, () => items.Add(1));
            items.Take();
        }),
        ["Monitor.Wait"] = ("Monitor.Wait", "Use an AsyncCondition.", static released =>
        {
            object gate = new();
            After(released, () =>
            {
                lock (gate)
                {
                    Monitor.Pulse(gate);
                }
            });
            lock (gate)
            {
                Monitor.Wait(gate);
            }
        }),
        ["Thread.Join"] = ("Thread.Join", "Write 'await Asyncio.ToThread(…)' instead of a thread of your own.", static released =>
        {
            var thread = new Thread(released.Wait);
            thread.Start();
            thread.Join();
        }),
        ["Process"] = ("Process.WaitForExit", "Write 'await process.WaitForExitAsync()'.", static released =>
        {
            using Process process = Process.Start("sleep", "3600");
            After(released, process.Kill);
            process.WaitForExit();
        }),
        ["lock"] = ("lock", Held, static released =>
        {
            object gate = new();
            HoldElsewhere(released, () => Monitor.Enter(gate), () => Monitor.Exit(gate));
            lock (gate)
            {
            }
        }),
        ["Lock"] = ("lock", Held, static released =>
        {
            Lock gate = new();
            HoldElsewhere(released, gate.Enter, gate.Exit);
            lock (gate)
            {
            }
        }),
        ["TryEnter"] = ("Monitor.TryEnter", Held, static released =>
        {
            object gate = new();
            HoldElsewhere(released, () => Monitor.Enter(gate), () => Monitor.Exit(gate));
            Monitor.TryEnter(gate, Until.Patience);
        }),
        ["ReaderWriterLockSlim"] = ("ReaderWriterLockSlim.EnterWriteLock", Held, static released =>
        {
            var gate = new ReaderWriterLockSlim();
            HoldElsewhere(released, gate.EnterReadLock, gate.ExitReadLock);
            gate.EnterWriteLock();
        }),
        ["SynchronizationContext"] = ("a call", "Write 'await Asyncio.ToThread(…)' around it.", static released =>
            SynchronizationContext.Current!.Wait([((IAsyncResult)released).AsyncWaitHandle.SafeWaitHandle.DangerousGetHandle()], true, -1)),
    };

    public static TheoryData<string> Waits => [.. s_waits.Keys];

    [Theory, MemberData(nameof(Waits))]
    public void A_wait_is_told_by_its_name_with_what_to_write_instead(string wait)
    {
        (string told, string advice, _) = s_waits[wait];

        LoopWarning warning = Blocking(wait).Warnings[0];

        Assert.Equal(
            $"Task 'main' blocks the loop: {told} in lambda in static constructor at {warning.File}:{warning.Line} waits. Nothing else runs meanwhile. {advice}",
            warning.Message);
        Assert.EndsWith("WaitNamesTests.cs", warning.File, StringComparison.Ordinal);
    }

    [Fact, Trait("Category", "Slow")]
    public void A_wait_keeps_its_name_when_the_compiler_has_inlined_what_reports_it()
    {
        // Soon enough to be seen here it does so; in a program it takes some dozens of waits.
        using var process = OwnProcess.Start(BlockOften, "DOTNET_TC_CallCountingDelayMs=0", "DOTNET_TC_CallCountThreshold=2");

        Assert.Equal($"300 of 300{Environment.NewLine}", process.End().Output);
    }

    private static void BlockOften()
    {
        var run = new BlockingRun();
        using var never = new ManualResetEvent(false);
        run.Of(async () =>
        {
            for (int i = 0; i < 300; i++)
            {
                Block(never);
                await Asyncio.Sleep(0);
            }
        });
        LoopWarning[] reports = [.. run.Warnings.Where(static warning => !warning.IsOver)];
        int named = reports.Count(static report => report.Message.Contains("WaitHandle.WaitOne in Block at ", StringComparison.Ordinal));
        Console.WriteLine($"{named} of {reports.Length}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Block(WaitHandle never) => never.WaitOne(3);

    private static BlockingRun Blocking(string wait)
    {
        var released = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = new BlockingRun { OnWarning = _ => released.TrySetResult(1) };
        run.Of(async () => s_waits[wait].Block(released.Task));
        return run;
    }

    private static void After(Task released, Action action) => released.ContinueWith(_ => action(), TaskScheduler.Default);

    /// <summary>Has another thread hold something until the wait for it has been reported.</summary>
    private static void HoldElsewhere(Task released, Action enter, Action exit)
    {
        using var entered = new ManualResetEventSlim();
        new Thread(() =>
        {
            enter();
            entered.Set();
            released.Wait();
            exit();
        }).Start();
        while (!entered.IsSet)
        {
            Thread.Yield();
        }
    }
}
