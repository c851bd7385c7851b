using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>A task's wait for one direction of a channel. It is used again and again, so waiting allocates nothing.</summary>
/// <remarks>
/// It is taken from <see cref="Start"/> until its task has run on: a wait that has ended still belongs to that task, whose await
/// is to take the outcome. Cancelling the wait consumes nothing: the call is made after it.
/// </remarks>
internal sealed class IoWait(IoDirection direction, object owner, string verb) : Future<Nothing>(direction.Loop)
{
    private readonly IoDirection _direction = direction;

    /// <summary>Whether a task has begun this wait and not run on yet.</summary>
    internal bool IsTaken { get; private set; }

    /// <summary>Begins the wait; it was never used, or its last user has run on.</summary>
    internal IoWaitAwaitable Start(string by)
    {
        if (IsTaken || _direction.HasWaiter)
        {
            throw Taken(by);
        }

        if (IsDone)
        {
            Rearm();
        }

        IsTaken = true;
        _direction.Add(this);
        return new IoWaitAwaitable(this);
    }

    internal void Complete() => SetResult(default);

    /// <summary>The task has run on.</summary>
    internal void End() => IsTaken = false;

    public override bool Cancel(string? message = null)
    {
        if (!base.Cancel(message))
        {
            return false;
        }

        _direction.Remove(this);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"<{Describe()} {StateName}>";

    internal override string Describe() => $"wait to {verb} {owner}";

    internal static InvalidOperationException Taken(string by) => new(
        $"{by} was called while another coroutine is waiting in the same direction. One reads at a time, and one writes through "
        + "WriteAsync at a time; let one task do it, or take turns with an AsyncLock.");
}

/// <summary>What a task awaits to wait for a channel.</summary>
internal readonly struct IoWaitAwaitable(IoWait wait)
{
    internal IoWaitAwaiter GetAwaiter() => new(wait);
}

/// <summary>Awaits an <see cref="IoWait"/>.</summary>
internal readonly struct IoWaitAwaiter : ICriticalNotifyCompletion, IFutureAwaiter
{
    // The one field, as in FutureAwaiter: the loop suspends a task on either by the same code.
    private readonly Future _wait;

    internal IoWaitAwaiter(IoWait wait) => _wait = wait;

    public bool IsCompleted => _wait.IsDone;

    public void GetResult()
    {
        Unsafe.As<IoWait>(_wait).End();
        EventLoop.ThrowInjected();
        _wait.GetResult();
    }

    public void OnCompleted(Action continuation) => FutureBridge.Start(_wait, continuation, flowContext: true);

    public void UnsafeOnCompleted(Action continuation) => FutureBridge.Start(_wait, continuation, flowContext: false);
}
