namespace Simmer;

/// <summary>The errors of a loop used where it cannot be: what happened, where, and what to do.</summary>
internal static class LoopErrors
{
    internal static InvalidOperationException NoRunningLoop(string what) => new(
        $"No running event loop: cannot {what} on {ThisThread()}. Do it in a coroutine that Asyncio.Run runs; "
        + "from another thread, use Asyncio.RunCoroutineThreadsafe or loop.CallSoonThreadsafe.");

    internal static InvalidOperationException WrongThread(EventLoop loop) => new(
        $"This event loop runs on thread {loop.RunningThread?.ManagedThreadId.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(none)"}, "
        + $"but was called from {ThisThread()}. Use loop.CallSoonThreadsafe or Asyncio.RunCoroutineThreadsafe from other threads. "
        + "Code after ConfigureAwait(false) or inside Task.Run is not on the loop.");

    internal static InvalidOperationException OtherLoop(Future future, EventLoop loop) => new(
        $"{future} is attached to a different loop than the running one, {loop}{(future.Loop.IsClosed ? "; its own is closed" : "")}. "
        + "Await it on the loop that made it; to wait for another loop's work, use Asyncio.RunCoroutineThreadsafe.");

    internal static InvalidOperationException Closed() => new(
        "Event loop is closed. Make a new one, or call Asyncio.Run again.");

    internal static InvalidOperationException ContextInUse() => new(
        "The task cannot begin now in a context that a step or callback is running in. Leave out 'context' for a copy of it, or 'eagerStart'.");

    internal static ArgumentException OtherLoopArgument(Future future) => new(
        $"{future} belongs to a different loop than the one that is to wait for it. Wait for it on the loop that made it.");

    internal static void ThrowIfOtherLoop(Future future, EventLoop loop)
    {
        if (future.Loop != loop)
        {
            throw OtherLoop(future, loop);
        }
    }

    private static string ThisThread()
    {
        Thread thread = Thread.CurrentThread;
        return string.IsNullOrEmpty(thread.Name)
            ? $"thread {thread.ManagedThreadId}"
            : $"thread {thread.ManagedThreadId} ('{thread.Name}')";
    }
}
