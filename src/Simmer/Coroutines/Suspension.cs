using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>
/// Suspends the running frame on what it awaits: the three kinds of await, told apart by the awaiter's type, which the
/// JIT knows.
/// </summary>
internal static class Suspension
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Await<TAwaiter>(ref TAwaiter awaiter, Frame frame)
        where TAwaiter : INotifyCompletion
    {
        if (default(TAwaiter) is not null && awaiter is ICoroutineAwaiter)
        {
            ref CoroutineAwaiter coroutine = ref Unsafe.As<TAwaiter, CoroutineAwaiter>(ref awaiter);
            AwaitCoroutine(in coroutine, frame);
        }
        else if (default(TAwaiter) is not null && awaiter is IFutureAwaiter)
        {
            frame.Loop!.CurrentTask!.Suspend(frame, SuspensionKind.Future, Unsafe.As<TAwaiter, FutureAwaiter>(ref awaiter).Future);
        }
        else if (typeof(TAwaiter) == typeof(SoleAwaiter))
        {
            CoroutineAwaiter coroutine = Unsafe.As<TAwaiter, SoleAwaiter>(ref awaiter).Whole;
            AwaitCoroutine(in coroutine, frame);
        }
        else
        {
            AwaitForeign(ref awaiter, frame);
        }
    }

    private static void AwaitCoroutine(in CoroutineAwaiter awaiter, Frame frame)
    {
        Frame? child = awaiter.Frame;
        long token = awaiter.Token;
        EventLoop loop = frame.Loop!;
        LoopTask task = loop.CurrentTask!;
        if (child is not null && child.State == FrameState.Adrift && child.Version == token && task.IsAboutToSuspend)
        {
            // Begun on our stack, and suspended: what it waits for is recorded, and here is who awaits it.
            child.LinkTo(frame, loop);
        }
        else if (ReferenceEquals(child, SleepMarker.Instance))
        {
            task.SuspendForSleep(frame, SleepMarker.Seconds(token));
        }
        else if (child is not null && child.State == FrameState.Created && child.Version == token)
        {
            child.LinkTo(frame, loop);
            task.ContinueWithChild(child);
        }
        else
        {
            // The error belongs to the await: it is thrown there, by the awaiter's GetResult.
            task.Suspend(frame, SuspensionKind.Failed, CoroutineGuard.Misuse(child, token)!);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AwaitForeign<TAwaiter>(ref TAwaiter awaiter, Frame frame)
        where TAwaiter : INotifyCompletion =>
        frame.Loop!.CurrentTask!.Suspend(frame, SuspensionKind.Foreign, ForeignAwaits.WaitOf(ref awaiter));
}

/// <summary>What the running task suspends on: recorded where it is awaited, acted on when the stack has unwound.</summary>
internal enum SuspensionKind : byte
{
    /// <summary>Nothing is recorded.</summary>
    None,

    /// <summary>One iteration.</summary>
    Yield,

    /// <summary>A timer.</summary>
    Sleep,

    /// <summary>A future or a task.</summary>
    Future,

    /// <summary>A .NET task, or a <see cref="ForeignWait"/>.</summary>
    Foreign,

    /// <summary>Nothing: the await throws.</summary>
    Failed,
}
