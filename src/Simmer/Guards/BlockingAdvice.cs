namespace Simmer;

/// <summary>What to write instead of a call that blocks the loop.</summary>
internal static class BlockingAdvice
{
    private static readonly (string Call, string Advice)[] s_advice =
    [
        ("Task.WaitAll", "Write 'await Task.WhenAll(…)'."),
        ("Task.WaitAny", "Write 'await Task.WhenAny(…)'."),
        ("Task.", "Write 'await' in front of the task."),
        ("TaskAwaiter.", "Write 'await' in front of the task."),
        ("ValueTask.", "Write 'await' in front of the task."),
        ("ValueTaskAwaiter.", "Write 'await' in front of the task."),
        ("ConfiguredTaskAwaiter.", "Write 'await' in front of the task."),
        ("SemaphoreSlim.", "Use an AsyncSemaphore, or write 'await semaphore.WaitAsync()'."),
        ("Semaphore.", "Use an AsyncSemaphore."),
        ("ManualResetEventSlim.", "Use an AsyncEvent."),
        ("CountdownEvent.", "Use a TaskGroup, or an AsyncBarrier."),
        ("Barrier.", "Use an AsyncBarrier."),
        ("BlockingCollection.", "Use an AsyncQueue."),
        ("Thread.Join", "Write 'await Asyncio.ToThread(…)' instead of a thread of your own."),
        ("Process.WaitForExit", "Write 'await process.WaitForExitAsync()'."),
        ("HttpClient.Send", "Write 'await client.SendAsync(…)'."),
        ("lock", "Another thread holds the lock. Hold it for less time there, or keep what it guards on the loop, where it needs none."),
        ("ReaderWriterLockSlim.", "Keep what it guards on the loop, where it needs no lock."),
        ("Parallel.", "Write 'await Asyncio.ToThread(() => Parallel.…)'."),
    ];

    /// <summary>A method as its caller wrote it: properties by their names, the statement for what it calls.</summary>
    internal static string Readable(string? callee) => callee switch
    {
        null => "a wait",
        "Monitor.Enter" or "Monitor.ReliableEnter" or "Lock.Enter" or "Lock.EnterScope" or "Lock.EnterAndGetCurrentThreadId" => "lock",
        "Task.GetResultCore" => "Task.Result",
        "Task.InternalWait" or "Task.InternalWaitCore" or "Task.SpinThenBlockingWait" => "Task.Wait",
        _ => callee.Replace(".get_", ".", StringComparison.Ordinal),
    };

    internal static string For(string callee)
    {
        foreach ((string call, string advice) in s_advice)
        {
            if (callee.StartsWith(call, StringComparison.Ordinal))
            {
                return advice;
            }
        }

        return "Write 'await Asyncio.ToThread(…)' around it.";
    }
}
