using System.Diagnostics;

namespace Simmer;

/// <summary>
/// The timers by (deadline, order of arrival). A timer whose deadline is not before the last one's joins a sorted lane,
/// which costs nothing to add to or take from; the others go to a heap of four children a node.
/// </summary>
/// <remarks>
/// <para>Programs mostly use a few constant delays, so most timers arrive in the order of their deadlines: a million sleepers
/// of one second never see the heap. A cancelled timer's entry goes stale in place, told by its key; when more than half
/// of the entries are stale, all of them are dropped at once, so that cancelled timers do not pile up.</para>
/// <para>An entry of the lane needs no sequence number: its key is its position, counted from the first one ever. A timer
/// joins the lane only if it is later than everything in the heap, so of two equal deadlines the one in the lane came
/// first.</para>
/// </remarks>
internal sealed class TimerQueue
{
    private const int CompactAbove = 64;
    private readonly TimerHeap _heap = new();
    private readonly TimerLane _lane = new();
    private long _heapSequence;
    private long _latestInHeap;
    private int _stale;

    /// <summary>How many entries are held, stale ones included.</summary>
    internal int EntryCount => _lane.Count + _heap.Count;

    /// <summary>How many timers are set.</summary>
    internal int Count => EntryCount - _stale;

    internal void Add(long deadline, LoopItem item)
    {
        Debug.Assert(item.TimerKey == 0, "An item has one timer at a time.");
        if ((_lane.Count == 0 || deadline >= _lane.LastEntry.Deadline)
            && (_heap.Count == 0 || deadline > _latestInHeap))
        {
            AddToLane(deadline, item);
        }
        else
        {
            _latestInHeap = _heap.Count == 0 ? deadline : Math.Max(_latestInHeap, deadline);
            int key = HeapKey(++_heapSequence);
            item.TimerKey = key;
            _heap.Add(new TimerEntry(deadline, _heapSequence, item));
        }
    }

    /// <summary>Unsets the timer of <paramref name="item"/>, if it is set.</summary>
    internal void Cancel(LoopItem item)
    {
        if (item.TimerKey == 0)
        {
            return;
        }

        item.TimerKey = 0;
        _stale++;
        if (_stale > CompactAbove && _stale > EntryCount / 2)
        {
            Compact();
        }
    }

    /// <summary>The earliest deadline, or null if no timer is set.</summary>
    internal long? NextDeadline => FindHead(out _, out long deadline) ? deadline : null;

    /// <summary>Takes the next timer that is due at <paramref name="now"/>, or null.</summary>
    internal LoopItem? TakeDue(long now)
    {
        if (!FindHead(out bool fromLane, out long deadline) || deadline > now)
        {
            return null;
        }

        LoopItem item = fromLane ? _lane.FirstEntry.Item : _heap.Top.Item;
        RemoveHead(fromLane);
        item.TimerKey = 0;
        return item;
    }

    internal void Clear()
    {
        for (long position = _lane.First; position <= _lane.Last; position++)
        {
            Unset(_lane[position].Item, LaneKey(position));
        }

        foreach (TimerEntry entry in _heap.Entries)
        {
            Unset(entry.Item, HeapKey(entry.Sequence));
        }

        _heap.Clear();
        _lane.Clear();
        _stale = 0;

        static void Unset(LoopItem item, int key)
        {
            if (item.TimerKey == key)
            {
                item.TimerKey = 0;
            }
        }
    }

    // Keys of the lane are odd, keys of the heap even and not 0: 0 means "no timer".
    private static int LaneKey(long position) => ((int)position << 1) | 1;

    internal static int HeapKey(long sequence) => (int)((sequence % (1 << 30)) + 1) << 1;

    /// <summary>Finds the earliest timer, dropping the stale entries before it.</summary>
    /// <returns>False if no timer is set.</returns>
    private bool FindHead(out bool fromLane, out long deadline)
    {
        while (EntryCount > 0)
        {
            fromLane = _lane.Count > 0 && (_heap.Count == 0 || _lane.FirstEntry.Deadline <= _heap.Top.Deadline);
            if (_stale == 0 || HeadIsLive(fromLane))
            {
                deadline = fromLane ? _lane.FirstEntry.Deadline : _heap.Top.Deadline;
                return true;
            }

            RemoveHead(fromLane);
            _stale--;
        }

        fromLane = false;
        deadline = 0;
        return false;
    }

    private bool HeadIsLive(bool fromLane) => fromLane
        ? _lane.FirstEntry.Item.TimerKey == LaneKey(_lane.First)
        : _heap.Top.IsLive;

    private void RemoveHead(bool fromLane)
    {
        if (fromLane)
        {
            _lane.RemoveFirst();
        }
        else
        {
            _heap.RemoveTop();
        }
    }

    private void AddToLane(long deadline, LoopItem item)
    {
        _lane.Add(deadline, item);
        item.TimerKey = LaneKey(_lane.Last);
    }

    /// <summary>Drops the stale entries; the others move up in the order in which they are.</summary>
    private void Compact()
    {
        long end = _lane.First;
        for (long position = _lane.First; position <= _lane.Last; position++)
        {
            LaneEntry entry = _lane[position];
            if (entry.Item.TimerKey == LaneKey(position))
            {
                _lane[end] = entry;
                entry.Item.TimerKey = LaneKey(end);
                end++;
            }
        }

        _lane.KeepFirst((int)(end - _lane.First));
        _heap.RemoveStale();
        _stale = 0;
    }
}

/// <summary>One timer of the heap; stale once its item has another key.</summary>
internal readonly struct TimerEntry(long deadline, long sequence, LoopItem item)
{
    internal readonly long Deadline = deadline;
    internal readonly long Sequence = sequence;
    internal readonly LoopItem Item = item;

    internal bool IsLive => Item.TimerKey == TimerQueue.HeapKey(Sequence);

    internal bool IsBefore(in TimerEntry other) =>
        Deadline < other.Deadline || (Deadline == other.Deadline && Sequence < other.Sequence);
}
