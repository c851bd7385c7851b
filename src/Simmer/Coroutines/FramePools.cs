using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>
/// A loop's free frames: a stack a kind of state machine. They belong to the loop, hence to one thread, so they need no
/// atomics, and go with it.
/// </summary>
internal sealed class FramePools
{
    /// <summary>The most frames of one kind that are kept.</summary>
    private const int Limit = 1 << 16;
    private static int s_kinds;
    private Pool[] _pools = new Pool[64];

    internal static int NewKind() => Interlocked.Increment(ref s_kinds) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Frame? Take(int kind)
    {
        Pool[] pools = _pools;
        if ((uint)kind < (uint)pools.Length)
        {
            ref Pool pool = ref pools[kind];
            Frame? frame = pool.Top;
            if (frame is not null)
            {
                pool.Top = Unsafe.As<Frame?>(frame.Link);
                pool.Count--;
                frame.Link = null;
                return frame;
            }
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Put(int kind, Frame frame)
    {
        Pool[] pools = _pools;
        if ((uint)kind >= (uint)pools.Length)
        {
            pools = Grow(kind);
        }

        ref Pool pool = ref pools[kind];
        if (pool.Count < Limit)
        {
            frame.Link = pool.Top;
            pool.Top = frame;
            pool.Count++;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Pool[] Grow(int kind)
    {
        Array.Resize(ref _pools, Math.Max(kind + 1, _pools.Length * 2));
        return _pools;
    }

    private struct Pool
    {
        internal Frame? Top;
        internal int Count;
    }
}
