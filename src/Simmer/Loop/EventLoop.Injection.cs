using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>Throwing an exception at the await that resumes next: how a cancellation is delivered.</summary>
public sealed partial class EventLoop
{
    /// <summary>
    /// How many loops of the process have an exception to inject. Awaits ask this first: it is one plain read, while
    /// finding this thread's loop is not.
    /// </summary>
    private static int s_injecting;
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

    /// <summary>Throws what is to be thrown at the await that resumes now on this thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ThrowInjected()
    {
        if (AnyInjected)
        {
            s_current?.ThrowInjectedHere();
        }
    }

    private void ThrowInjectedHere()
    {
        if (_injected is { } error)
        {
            ClearInjected();
            throw error;
        }
    }
}
