using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>Throwing an exception at the await that resumes next: how a cancellation is delivered.</summary>
public sealed partial class EventLoop
{
    /// <summary>
    /// How many loops of the process, and threads without one, have an exception to inject. Awaits ask this first: it is one plain read, while
    /// finding this thread's loop is not.
    /// </summary>
    private static int s_injecting;

    /// <summary>What the await that resumes now on this thread throws, where no loop runs.</summary>
    [ThreadStatic]
    private static Exception? s_injectedOffLoop;
    private Exception? _injected;

    internal static bool AnyInjected => s_injecting != 0;

    /// <summary>Has the await that resumes next on this loop throw <paramref name="error"/>.</summary>
    internal void Inject(Exception error)
    {
        if (_injected is null)
        {
            Interlocked.Increment(ref s_injecting);
        }

        _injected = error;
    }

    /// <summary>Takes back what no await has thrown.</summary>
    internal void ClearInjected()
    {
        if (_injected is not null)
        {
            _injected = null;
            Interlocked.Decrement(ref s_injecting);
        }
    }

    /// <summary>Goes on with code whose await cannot be, on a thread without a loop: the await throws.</summary>
    internal static void ResumeOffLoop(Exception error, Action continuation)
    {
        s_injectedOffLoop = error;
        Interlocked.Increment(ref s_injecting);
        try
        {
            continuation();
        }
        finally
        {
            TakeInjectedOffLoop();
        }
    }

    /// <summary>Throws what is to be thrown at the await that resumes now on this thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ThrowInjected()
    {
        if (AnyInjected)
        {
            ThrowInjectedHere();
        }
    }

    private static void ThrowInjectedHere()
    {
        Exception? error = s_current is { } loop ? loop.TakeInjected() : TakeInjectedOffLoop();
        if (error is not null)
        {
            throw error;
        }
    }

    private Exception? TakeInjected()
    {
        Exception? error = _injected;
        ClearInjected();
        return error;
    }

    private static Exception? TakeInjectedOffLoop()
    {
        Exception? error = s_injectedOffLoop;
        if (error is not null)
        {
            s_injectedOffLoop = null;
            Interlocked.Decrement(ref s_injecting);
        }

        return error;
    }
}
