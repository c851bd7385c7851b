using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>
/// A thread's free frames: a stack a kind of state machine. One loop at a time uses them, so they need no atomics; the
/// next loop on the thread finds them warm.
/// </summary>
/// <remarks>
/// Many frames are kept while a loop is busy, because a burst is often followed by another; an idle loop gives back half of what
/// is more than enough. A taken frame's slot keeps its reference: calls nest, so it mostly comes back to the same slot, and
/// finding itself there saves the write barriers, which would be the dearest part of a call. Frames beyond enough are linked to each
/// other instead: a large array would be allocated just when a burst ends, and large objects bring about collections of the
/// whole heap. Only cleared frames are kept.
/// </remarks>
internal sealed class FramePools
{
    /// <summary>The most frames of one kind that are kept.</summary>
    private const int Limit = 1 << 20;

    /// <summary>How many frames of one kind are enough for an idle loop.</summary>
    private const int Enough = 1 << 13;

    [ThreadStatic]
    private static FramePools? s_ofThisThread;
    private static int s_kinds;
    private Pool[] _pools = new Pool[64];
    private bool _moreThanEnough;

    internal static FramePools OfThisThread => s_ofThisThread ??= new FramePools();

    internal static int NewKind() => Interlocked.Increment(ref s_kinds) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Frame? Take(int kind)
    {
        Pool[] pools = _pools;
        if ((uint)kind < (uint)pools.Length)
        {
            ref Pool pool = ref pools[kind];
            int top = pool.Count - 1;
            if (top >= 0)
            {
                pool.Count = top;
                return Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(pool.Frames!), top).Frame;
            }

            if (pool.Rest is { } first)
            {
                pool.Rest = (Frame?)first.Link;
                pool.RestCount--;
                first.Link = null;
                return first;
            }
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Put(int kind, Frame frame)
    {
        Pool[] pools = _pools;
        if ((uint)kind < (uint)pools.Length)
        {
            ref Pool pool = ref pools[kind];
            int count = pool.Count;
            Slot[]? slots = pool.Frames;
            if (slots is not null && (uint)count < (uint)slots.Length)
            {
                ref Slot slot = ref slots[count];
                if (slot.Frame != frame)
                {
                    slot.Frame = frame;
                }

                pool.Count = count + 1;
                return;
            }
        }

        PutSlowly(kind, frame);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PutSlowly(int kind, Frame frame)
    {
        if (kind >= _pools.Length)
        {
            Array.Resize(ref _pools, Math.Max(kind + 1, _pools.Length * 2));
        }

        ref Pool pool = ref _pools[kind];
        if (pool.Count < Enough)
        {
            Array.Resize(ref pool.Frames, Math.Max(4, pool.Count * 2));
            pool.Frames[pool.Count++].Frame = frame;
        }
        else if (pool.RestCount < Limit)
        {
            frame.Link = pool.Rest;
            pool.Rest = frame;
            pool.RestCount++;
            _moreThanEnough = true;
        }
    }

    /// <summary>Drops half of the frames that are more than enough. Called when the loop is idle.</summary>
    internal void Trim()
    {
        if (!_moreThanEnough)
        {
            return;
        }

        _moreThanEnough = false;
        foreach (ref Pool pool in _pools.AsSpan())
        {
            for (int kept = pool.RestCount / 2; pool.RestCount > kept; pool.RestCount--)
            {
                pool.Rest = (Frame?)pool.Rest!.Link;
            }

            _moreThanEnough |= pool.RestCount > 0;
        }
    }

    private struct Pool
    {
        internal Slot[]? Frames;
        internal int Count;

        /// <summary>The frames beyond enough, linked by <see cref="Frame.Link"/>.</summary>
        internal Frame? Rest;
        internal int RestCount;
    }

    /// <summary>A struct around the reference spares the array's type check on each store.</summary>
    private struct Slot
    {
        internal Frame? Frame;
    }
}
