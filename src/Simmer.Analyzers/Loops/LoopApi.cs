using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>Which calls need a running loop, or the thread of one.</summary>
internal static class LoopApi
{
    private static readonly HashSet<string> s_needsRunningLoop =
    [
        "CreateTask", "GetRunningLoop", "CurrentTask", "AllTasks", "Gather", "GatherOutcomes", "EnsureFuture", "WrapFuture",
    ];

    private static readonly Dictionary<string, string> s_needsThread = new(StringComparer.Ordinal)
    {
        ["Simmer.EventLoop.CallSoon"] = "call 'CallSoonThreadsafe'",
        ["Simmer.EventLoop.CallLater"] = "call 'CallSoonThreadsafe' and set the timer there",
        ["Simmer.EventLoop.CallAt"] = "call 'CallSoonThreadsafe' and set the timer there",
        ["Simmer.EventLoop.CreateTask"] = "call 'RunCoroutineThreadsafe'",
        ["Simmer.Future.SetResult"] = Threadsafe,
        ["Simmer.Future.SetException"] = Threadsafe,
        ["Simmer.Future.Cancel"] = Threadsafe,
        ["Simmer.LoopTask.Cancel"] = Threadsafe,
        ["Simmer.AsyncEvent.Set"] = Threadsafe,
        ["Simmer.AsyncEvent.Clear"] = Threadsafe,
        ["Simmer.AsyncLock.Release"] = Threadsafe,
        ["Simmer.AsyncSemaphore.Release"] = Threadsafe,
        ["Simmer.AsyncCondition.Notify"] = Threadsafe,
        ["Simmer.AsyncCondition.NotifyAll"] = Threadsafe,
        ["Simmer.AsyncQueue.PutNowait"] = Threadsafe,
        ["Simmer.AsyncQueue.GetNowait"] = Threadsafe,
        ["Simmer.AsyncQueue.TryPut"] = Threadsafe,
        ["Simmer.AsyncQueue.TryGet"] = Threadsafe,
        ["Simmer.AsyncQueue.TaskDone"] = Threadsafe,
        ["Simmer.TaskGroup.CreateTask"] = Threadsafe,
        ["Simmer.TaskGroup.Cancel"] = Threadsafe,
    };

    private const string Threadsafe = "hand it to the loop with 'CallSoonThreadsafe(() => …)'";

    /// <summary>Whether a call throws where no loop runs on the thread.</summary>
    internal static bool NeedsRunningLoop(IInvocationOperation call, SimmerTypes types) =>
        s_needsRunningLoop.Contains(call.TargetMethod.Name)
        && SimmerTypes.Same(call.TargetMethod.ContainingType, types.Asyncio)
        && !types.IsCoroutine(call.Type)
        && !call.Arguments.Any(x => x.Parameter?.Type.Name == "EventLoop" && x.ArgumentKind == ArgumentKind.Explicit);

    /// <summary>What to do instead of a call that belongs to the loop's thread, or null if it is no such call.</summary>
    internal static string? NeedsThread(IInvocationOperation call, SimmerTypes types)
    {
        if (NeedsRunningLoop(call, types))
        {
            return call.TargetMethod.Name == "CreateTask"
                ? "call 'RunCoroutineThreadsafe(…, loop)'"
                : "take what it gives before, in the coroutine";
        }

        return s_needsThread.TryGetValue(call.TargetMethod.FullName(), out string? advice) ? advice : null;
    }

    /// <summary>How messages name a call.</summary>
    internal static string NameOf(IInvocationOperation call) => call.TargetMethod.ContainingType.Name is "Asyncio"
        ? call.TargetMethod.Name
        : call.TargetMethod.ContainingType.Name + "." + call.TargetMethod.Name;
}
