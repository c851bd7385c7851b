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
/// finding itself there saves the write barriers, which would be the dearest part of a call. Frames beyond enough are linked to
/// each other instead: a large array would be allocated just when a burst ends, and large objects bring about collections of
/// the whole heap. Only cleared frames are kept.
/// <para>The pools count what they have made, where it costs nothing: a frame is made only when the pool is empty. What was made
/// and is not back is out: part of an await chain, or of a coroutine that nobody has begun.</para>
/// </remarks>
internal sealed class FramePools(bool keeps = true)
{
    /// <summary>The most frames of one kind that are kept.</summary>
    private const int Limit = 1 << 20;

    /// <summary>How many frames of one kind are enough for an idle loop.</summary>
    private const int Enough = 1 << 13;

    [ThreadStatic]
    private static FramePools? s_ofThisThread;

    /// <summary>The state machines of the kinds, by number.</summary>
    private static readonly List<Type> s_machines = [];
    private Dictionary<int, int>? _emigrated;
    private Pool[] _pools = new Pool[64];
    private bool _moreThanEnough;
    private int _users;

    internal static FramePools OfThisThread => s_ofThisThread ??= new FramePools();

    /// <summary>The number of the loop that ran last on these pools.</summary>
    internal int LastUser { get; set; }

    internal static int NewKind(Type machine)
    {
        lock (s_machines)
        {
            s_machines.Add(machine);
            return s_machines.Count - 1;
        }
    }

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
                pool.Rest = Unsafe.As<Frame?>(first.Link);
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
        ref Pool pool = ref PoolOf(kind);
        if (!keeps || pool.RestCount >= Limit)
        {
            pool.Made--;
        }
        else if (pool.Count < Enough)
        {
            Array.Resize(ref pool.Frames, Math.Max(4, pool.Count * 2));
            pool.Frames[pool.Count++].Frame = frame;
        }
        else
        {
            frame.Link = pool.Rest;
            pool.Rest = frame;
            pool.RestCount++;
            _moreThanEnough = true;
        }
    }

    /// <summary>
    /// Takes a frame for a call outside any loop, on the pools' thread. It counts as one that was never here: the loop that begins it
    /// counts it, and gives it back to the pools of its own thread.
    /// </summary>
    internal Frame? TakeOut(int kind)
    {
        Frame? frame = Take(kind);
        if (frame is not null)
        {
            ref Pool pool = ref _pools[kind];
            pool.Made--;
            if (pool.Frames is { } slots && (uint)pool.Count < (uint)slots.Length)
            {
                // Whether it is ever begun is asked when nothing reaches it any more.
                slots[pool.Count].Frame = null;
            }

            frame.Loop = null;
        }

        return frame;
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
                pool.Rest = Unsafe.As<Frame?>(pool.Rest!.Link);
                pool.Made--;
            }

            _moreThanEnough |= pool.RestCount > 0;
        }
    }

    /// <summary>Has no free frame know a loop that is closed, which would keep it alive. On the pools' thread.</summary>
    internal void Forget(EventLoop loop)
    {
        foreach (ref Pool pool in _pools.AsSpan())
        {
            foreach (ref Slot slot in pool.Frames.AsSpan(0, pool.Count))
            {
                Forget(slot.Frame!, loop);
            }

            for (Frame? frame = pool.Rest; frame is not null; frame = Unsafe.As<Frame?>(frame.Link))
            {
                Forget(frame, loop);
            }
        }

        static void Forget(Frame frame, EventLoop loop)
        {
            if (frame.Loop == loop)
            {
                frame.Loop = null;
            }
        }
    }

    /// <summary>A loop runs for the first time.</summary>
    /// <returns>Its number.</returns>
    internal int AddUser() => LastUser = ++_users;

    /// <summary>A frame of that kind was made, which will come back here.</summary>
    internal void CountMade(int kind) => PoolOf(kind).Made++;

    /// <summary>A frame of that kind that was made here will not come back: another thread's loop has it. From any thread.</summary>
    internal void CountEmigrated(int kind)
    {
        lock (this)
        {
            _emigrated ??= [];
            CollectionsMarshal.GetValueRefOrAddDefault(_emigrated, kind, out _)++;
        }
    }

    /// <summary>How many frames of each kind are out.</summary>
    internal int[] CountOut()
    {
        SettleEmigrated();
        return Array.ConvertAll(_pools, static pool => pool.Made - pool.Count - pool.RestCount);
    }

    /// <summary>
    /// The coroutines that were called and never begun: what is out beyond what was out before, and is in no await chain. They are
    /// forgotten here, too.
    /// </summary>
    internal List<(Type Machine, int Count)> TakeForgotten(int[] before, LoopTask[] tasks)
    {
        int[] outstanding = CountOut();
        foreach (LoopTask task in tasks)
        {
            for (Frame? frame = task.Leaf; frame is not null; frame = frame.Link as Frame)
            {
                if (frame.Kind < outstanding.Length)
                {
                    outstanding[frame.Kind]--;
                }
            }
        }

        var forgotten = new List<(Type Machine, int Count)>();
        for (int kind = 0; kind < outstanding.Length; kind++)
        {
            int count = outstanding[kind] - (kind < before.Length ? before[kind] : 0);
            if (count > 0)
            {
                _pools[kind].Made -= count;
                lock (s_machines)
                {
                    forgotten.Add((s_machines[kind], count));
                }
            }
        }

        return forgotten;
    }

    private void SettleEmigrated()
    {
        lock (this)
        {
            foreach ((int kind, int count) in _emigrated ?? [])
            {
                PoolOf(kind).Made -= count;
            }

            _emigrated = null;
        }
    }

    private ref Pool PoolOf(int kind)
    {
        if (kind >= _pools.Length)
        {
            Array.Resize(ref _pools, Math.Max(kind + 1, _pools.Length * 2));
        }

        return ref _pools[kind];
    }

    private struct Pool
    {
        internal Slot[]? Frames;
        internal int Count;

        /// <summary>The frames beyond enough, linked by <see cref="Frame.Link"/>.</summary>
        internal Frame? Rest;
        internal int RestCount;

        /// <summary>How many frames there are, here or out.</summary>
        internal int Made;
    }

    /// <summary>A struct around the reference spares the array's type check on each store.</summary>
    private struct Slot
    {
        internal Frame? Frame;
    }
}
