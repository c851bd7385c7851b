using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>
/// Awaited first by a coroutine that asks for its task: from then on, the current task is the one that runs the coroutine
/// to its end.
/// </summary>
/// <remarks>
/// A coroutine that foreign code awaits gets a task of its own, but is begun in the task that called the foreign code,
/// because it is not known yet who awaits it. That task may go on with something else meanwhile, which a timeout or a group
/// in the coroutine must not cancel.
/// </remarks>
internal readonly struct OwnTask : ICriticalNotifyCompletion
{
    internal static OwnTask Known => default;

    public bool IsCompleted => false;

    public OwnTask GetAwaiter() => this;

    public void GetResult() => EventLoop.ThrowInjected();

    public void OnCompleted(Action continuation) => throw new System.Diagnostics.UnreachableException();

    public void UnsafeOnCompleted(Action continuation) => throw new System.Diagnostics.UnreachableException();
}
