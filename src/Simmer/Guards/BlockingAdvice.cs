namespace Simmer;

/// <summary>What to write instead of a call that blocks the loop.</summary>
internal static class BlockingAdvice
{
    private const string AnotherHoldsIt =
        "Another thread holds the lock. Hold it for less time there, or keep what it guards on the loop, where it needs none.";

    /// <summary>By these .NET's internal methods differ from the public ones that the JIT has inlined into the caller.</summary>
    private static readonly string[] s_internalSuffixes = ["_Slowpath", "NoCheck", "Core"];

    private static readonly (string Call, string Advice)[] s_advice =
    [
        ("Task.WaitAll", "Write 'await Task.WhenAll(…)'."),
        ("Task.WaitAny", "Write 'await Task.WhenAny(…)'."),
        ("Task.", "Write 'await' in front of the task."),
        ("GetAwaiter()", "Write 'await' in front of the task."),
        ("ValueTask.", "Write 'await' in front of the task."),
        ("SemaphoreSlim.", "Use an AsyncSemaphore, or write 'await semaphore.WaitAsync()'."),
        ("ManualResetEventSlim.", "Use an AsyncEvent."),
        ("WaitHandle.", "Use an AsyncEvent or an AsyncSemaphore, or write 'await Asyncio.ToThread(…)' around it."),
        ("Monitor.Wait", "Use an AsyncCondition."),
        ("Monitor.", AnotherHoldsIt),
        ("CountdownEvent.", "Use a TaskGroup, or an AsyncBarrier."),
        ("Barrier.", "Use an AsyncBarrier."),
        ("BlockingCollection.", "Use an AsyncQueue."),
        ("Thread.Join", "Write 'await Asyncio.ToThread(…)' instead of a thread of your own."),
        ("Process.WaitForExit", "Write 'await process.WaitForExitAsync()'."),
        ("HttpClient.Send", "Write 'await client.SendAsync(…)'."),
        ("lock", AnotherHoldsIt),
        ("ReaderWriterLockSlim.", AnotherHoldsIt),
        ("Parallel.", "Write 'await Asyncio.ToThread(() => Parallel.…)'."),
    ];

    /// <summary>A method as its caller wrote it: properties by their names, the statement for what it calls.</summary>
    internal static string Readable(string? callee)
    {
        if (callee is null)
        {
            return "a call";
        }

        if (IsLock(callee))
        {
            return "lock";
        }

        if (callee.Contains("TaskAwaiter.", StringComparison.Ordinal))
        {
            return "GetAwaiter().GetResult";
        }

        return callee switch
        {
            "Task.GetResultCore" => "Task.Result",
            "Task.InternalWait" or "Task.InternalWaitCore" or "Task.SpinThenBlockingWait" => "Task.Wait",
            "WaitHandle.WaitMultiple" => "WaitHandle.WaitAny",
            _ => s_internalSuffixes.Aggregate(callee.Replace(".get_", ".", StringComparison.Ordinal), WithoutSuffix),
        };
    }

    /// <summary>Whether a method is what a <c>lock</c> statement calls.</summary>
    internal static bool IsLock(string callee) =>
        callee.StartsWith("Monitor.Enter", StringComparison.Ordinal)
        || callee.StartsWith("Monitor.ReliableEnter", StringComparison.Ordinal)
        || callee.StartsWith("Lock.Enter", StringComparison.Ordinal)
        || callee.StartsWith("Lock.TryEnterSlow", StringComparison.Ordinal);

    private static string WithoutSuffix(string callee, string suffix) =>
        callee.EndsWith(suffix, StringComparison.Ordinal) ? callee[..^suffix.Length] : callee;

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
