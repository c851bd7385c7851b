using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>
/// Brings .NET code to a loop: what follows the await runs on the loop's thread, with no current synchronization context, so that
/// it stays there however it awaits what the loop completes. On the loop's thread it does not suspend.
/// </summary>
/// <param name="loop">The loop.</param>
internal readonly struct LoopHop(EventLoop loop) : ICriticalNotifyCompletion
{
    public bool IsCompleted => EventLoop.Current == loop;

    public LoopHop GetAwaiter() => this;

    /// <exception cref="InvalidOperationException">The loop is closed.</exception>
    public void GetResult()
    {
        if (EventLoop.Current != loop)
        {
            throw LoopErrors.Closed();
        }
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    /// <remarks>If nobody will run the loop again, the await throws, wherever that is.</remarks>
    public void UnsafeOnCompleted(Action continuation) =>
        ContextFreeItem.Post(loop, static action => ((Action)action!)(), continuation);
}
