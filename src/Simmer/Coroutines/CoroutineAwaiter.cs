using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>Marks the awaiters of coroutines, which share the layout of <see cref="CoroutineAwaiter"/>.</summary>
internal interface ICoroutineAwaiter;

/// <summary>Awaits a <see cref="Coroutine"/>. Not for direct use.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StackTraceHidden]
public readonly struct CoroutineAwaiter : ICriticalNotifyCompletion, ICoroutineAwaiter
{
    internal readonly Frame? Frame;
    internal readonly long Token;

    internal CoroutineAwaiter(Coroutine coroutine)
        : this(coroutine.Frame, coroutine.Token)
    {
    }

    internal CoroutineAwaiter(Frame? frame, long token)
    {
        Frame = frame;
        Token = token;
    }

    /// <summary>Whether the coroutine has ended. Asking begins it, if the caller is in a task: asking is how an await begins.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public unsafe bool IsCompleted => Frame is not null && Frame.TryFinishNow(Token, (nuint)Unsafe.AsPointer(in this));

    /// <summary>Ends the await: throws what the coroutine threw.</summary>
    /// <exception cref="InvalidOperationException">The coroutine has not finished, or was awaited before.</exception>
    public unsafe void GetResult()
    {
        if (Frame is not null && Frame.State == FrameState.Returned && Frame.Version == Token)
        {
            Frame.Loop!.LearnSlot((nuint)Unsafe.AsPointer(in this));
            Frame.Release();
        }
        else if (!ReferenceEquals(Frame, SleepMarker.Instance) || EventLoop.AnyInjected)
        {
            CoroutineAwaiting.EndSlowly(Frame, Token);
        }
    }

    /// <summary>Runs the coroutine for an awaiter that is not one of Simmer's.</summary>
    /// <param name="continuation">What to call when it has finished.</param>
    public void OnCompleted(Action continuation) => CoroutineAwaiting.RunFor(this, continuation, flowContext: true);

    /// <inheritdoc cref="OnCompleted"/>
    public void UnsafeOnCompleted(Action continuation) => CoroutineAwaiting.RunFor(this, continuation, flowContext: false);
}

/// <summary>Awaits a <see cref="Coroutine{T}"/>. Not for direct use.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[StackTraceHidden]
public readonly struct CoroutineAwaiter<T> : ICriticalNotifyCompletion, ICoroutineAwaiter
{
    internal readonly Frame? Frame;
    internal readonly long Token;

    internal CoroutineAwaiter(Coroutine<T> coroutine)
    {
        Frame = coroutine.Frame;
        Token = coroutine.Token;
    }

    /// <inheritdoc cref="CoroutineAwaiter.IsCompleted"/>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public unsafe bool IsCompleted => Frame is not null && Frame.TryFinishNow(Token, (nuint)Unsafe.AsPointer(in this));

    /// <summary>Ends the await: gives the result or throws what the coroutine threw.</summary>
    /// <returns>What the coroutine returned.</returns>
    /// <exception cref="InvalidOperationException">The coroutine has not finished, or was awaited before.</exception>
    public unsafe T GetResult()
    {
        if (Frame is null || Frame.State != FrameState.Returned || Frame.Version != Token)
        {
            CoroutineAwaiting.EndSlowly(Frame, Token);
        }

        Frame<T> frame = Unsafe.As<Frame<T>>(Frame!);
        frame.Loop!.LearnSlot((nuint)Unsafe.AsPointer(in this));
        T result = frame.Result!;
        frame.Release();
        return result;
    }

    /// <inheritdoc cref="CoroutineAwaiter.OnCompleted"/>
    public void OnCompleted(Action continuation) => CoroutineAwaiting.RunFor(this.Untyped(), continuation, flowContext: true);

    /// <inheritdoc cref="CoroutineAwaiter.OnCompleted"/>
    public void UnsafeOnCompleted(Action continuation) =>
        CoroutineAwaiting.RunFor(this.Untyped(), continuation, flowContext: false);

    private CoroutineAwaiter Untyped() => Unsafe.BitCast<CoroutineAwaiter<T>, CoroutineAwaiter>(this);
}

/// <summary>The rarer ends of awaiting a coroutine.</summary>
[StackTraceHidden]
internal static class CoroutineAwaiting
{
    /// <summary>Everything but a body that returned: a sleep, an error, an injected error, misuse.</summary>
    internal static void EndSlowly(Frame? frame, long token)
    {
        EventLoop.ThrowInjected();
        if (frame is SleepMarker)
        {
            return;
        }

        if (frame is not null && frame.Version == token && frame.State == FrameState.Threw)
        {
            frame.Rethrow();
        }

        throw CoroutineGuard.Misuse(frame, token) ?? new InvalidOperationException(
            $"The coroutine {MethodNames.Of(frame!.MachineType)} has not run: GetAwaiter().GetResult() cannot run it. "
            + "Write 'await', or pass it to Asyncio.Run.");
    }

    /// <summary>Runs a coroutine for an <c>async Task</c> method, an async iterator or another foreign awaiter.</summary>
    internal static void RunFor(CoroutineAwaiter awaiter, Action continuation, bool flowContext)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        if (EventLoop.Current is not { } loop)
        {
            FailedBridge.Start(LoopErrors.NoRunningLoop("await a coroutine"), continuation, flowContext);
        }
        else if (awaiter.Frame is SleepMarker)
        {
            new SleepBridge(loop, continuation, flowContext).Start(SleepMarker.Seconds(awaiter.Token));
        }
        else if (CoroutineGuard.Misuse(awaiter.Frame, awaiter.Token) is { } misuse)
        {
            FailedBridge.Start(misuse, continuation, flowContext);
        }
        else
        {
            new CoroutineBridge(loop, continuation, flowContext).Start(awaiter.Frame!);
        }
    }
}
