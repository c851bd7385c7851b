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
            AwaitCoroutine(coroutine.Frame, coroutine.Token, frame);
        }
        else if (default(TAwaiter) is not null && awaiter is IFutureAwaiter)
        {
            EventLoop.Current!.CurrentTask!.SuspendOn(Unsafe.As<TAwaiter, FutureAwaiter>(ref awaiter).Future);
        }
        else
        {
            AwaitForeign(ref awaiter, frame);
        }
    }

    private static void AwaitCoroutine(Frame? child, long token, Frame frame)
    {
        LoopTask task = EventLoop.Current!.CurrentTask!;
        if (child is not null && child.State == FrameState.Created && child.Version == token)
        {
            child.LinkTo(frame);
            task.ContinueWith(child);
        }
        else if (ReferenceEquals(child, SleepMarker.Instance))
        {
            task.SuspendForSleep(SleepMarker.Seconds(token));
        }
        else
        {
            // The error belongs to the await: it is thrown there, by the awaiter's GetResult.
            EventLoop.Current!.Injected = CoroutineGuard.Misuse(child, token);
            task.ContinueWith(frame);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AwaitForeign<TAwaiter>(ref TAwaiter awaiter, Frame frame)
        where TAwaiter : INotifyCompletion
    {
        LoopTask task = EventLoop.Current!.CurrentTask!;
        try
        {
            task.SuspendOnForeign(ref awaiter);
        }
        catch (Exception error) when (task.AbandonForeign())
        {
            frame.Throw(error);
        }
    }
}
