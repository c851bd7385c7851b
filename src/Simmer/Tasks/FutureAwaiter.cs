using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>Marks the awaiters of futures, which share the layout of <see cref="FutureAwaiter"/>.</summary>
internal interface IFutureAwaiter;

/// <summary>Awaits a <see cref="Future"/>. Not for direct use.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StackTraceHidden]
public readonly struct FutureAwaiter : ICriticalNotifyCompletion, IFutureAwaiter
{
    internal readonly Future Future;

    internal FutureAwaiter(Future future) => Future = future;

    /// <summary>Whether the future is done: awaiting a done future does not yield to the loop.</summary>
    public bool IsCompleted => Future.IsDone;

    /// <summary>Ends the await: throws what the future failed with.</summary>
    /// <exception cref="InvalidStateException">The future is not done.</exception>
    public void GetResult()
    {
        EventLoop.ThrowInjected();
        Future.GetResult();
    }

    /// <summary>Waits for the future on behalf of an awaiter that is not one of Simmer's.</summary>
    /// <param name="continuation">What to call when it is done.</param>
    public void OnCompleted(Action continuation) => FutureBridge.Start(Future, continuation, flowContext: true);

    /// <inheritdoc cref="OnCompleted"/>
    public void UnsafeOnCompleted(Action continuation) => FutureBridge.Start(Future, continuation, flowContext: false);
}

/// <summary>Awaits a <see cref="Future{T}"/> or a <see cref="LoopTask{T}"/>. Not for direct use.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[StackTraceHidden]
public readonly struct FutureAwaiter<T> : ICriticalNotifyCompletion, IFutureAwaiter
{
    internal readonly Future Future;

    internal FutureAwaiter(Future future) => Future = future;

    /// <inheritdoc cref="FutureAwaiter.IsCompleted"/>
    public bool IsCompleted => Future.IsDone;

    /// <summary>Ends the await: gives the result or throws what the future failed with.</summary>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidStateException">The future is not done.</exception>
    public T GetResult()
    {
        EventLoop.ThrowInjected();
        return Future.ResultAs<T>();
    }

    /// <inheritdoc cref="FutureAwaiter.OnCompleted"/>
    public void OnCompleted(Action continuation) => FutureBridge.Start(Future, continuation, flowContext: true);

    /// <inheritdoc cref="FutureAwaiter.OnCompleted"/>
    public void UnsafeOnCompleted(Action continuation) => FutureBridge.Start(Future, continuation, flowContext: false);
}
