using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>Where the loop's thread has its stack: a way to know the thread, and the depth, by one comparison.</summary>
public sealed partial class EventLoop
{
    /// <summary>
    /// How far below <see cref="RunForever"/> the stack counts as shallow. It holds some tens of frames on top of each
    /// other; more of that saves nothing. The runtime guarantees more than this much stack where
    /// <see cref="RuntimeHelpers.TryEnsureSufficientExecutionStack"/> says so.
    /// </summary>
    private const int ShallowBytes = 16 * 1024;

    /// <summary>The loop that was started last: a program's only one, mostly. Any thread may read it.</summary>
    private static EventLoop? s_recent;
    private nuint _stackBase;

    /// <summary>The loop that runs on this thread, or null; cheaper than <see cref="Current"/> in steps of one loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static EventLoop? Find()
    {
        EventLoop? recent = s_recent;
        return recent is not null && recent.IsOnShallowStack() ? recent : s_current;
    }

    /// <summary>
    /// Whether the caller runs on this loop's thread, not far below <see cref="RunForever"/>. Addresses tell: the bytes
    /// below a live frame are its own thread's.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe bool IsOnShallowStack()
    {
        byte here;
        return _stackBase - (nuint)(&here) < ShallowBytes;
    }

    private unsafe void EnterStack()
    {
        byte here;
        _stackBase = RuntimeHelpers.TryEnsureSufficientExecutionStack() ? (nuint)(&here) : 0;
        s_recent = this;
    }

    private void LeaveStack()
    {
        _stackBase = 0;
        Interlocked.CompareExchange(ref s_recent, null, this);
    }
}
