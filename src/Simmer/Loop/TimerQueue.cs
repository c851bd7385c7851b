using System.Diagnostics;

namespace Simmer;

/// <summary>
/// The timers by (deadline, order of arrival). A timer whose deadline is not before the last one's joins a sorted lane,
/// which costs nothing to add to or take from; the others go to a heap of four children a node.
/// </summary>
/// <remarks>
/// Programs mostly use a few constant delays, so most timers arrive in the order of their deadlines: a million sleepers
/// of one second never see the heap. A cancelled timer's entry goes stale in place, told by its key; when more than half
/// of the entries are stale, all of them are dropped at once, so that cancelled timers do not pile up.
/// </remarks>
internal sealed class TimerQueue
{
    private const int CompactAbove = 64;
    private readonly TimerHeap _heap = new();
    private TimerEntry[] _lane = new TimerEntry[16];
    private int _laneHead;
    private int _laneCount;
    private long _sequence;
    private int _stale;

    /// <summary>How many entries are held, stale ones included.</summary>
    internal int EntryCount => _laneCount + _heap.Count;

    /// <summary>How many timers are set.</summary>
    internal int Count => EntryCount - _stale;

    internal void Add(long deadline, LoopItem item)
    {
        long sequence = ++_sequence;
        int key = (int)sequence;
        if (key == 0)
        {
            // 0 means "no timer".
            sequence = ++_sequence;
            key = (int)sequence;
        }

        Debug.Assert(item.TimerKey == 0, "An item has one timer at a time.");
        item.TimerKey = key;
        var entry = new TimerEntry(deadline, sequence, item);
        if (_laneCount == 0 || deadline >= Last.Deadline)
        {
            AddToLane(entry);
        }
        else
        {
            _heap.Add(entry);
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
    internal long? NextDeadline
    {
        get
        {
            DropStaleHeads();
            if (EntryCount == 0)
            {
                return null;
            }

            return TakesFromLane() ? _lane[_laneHead].Deadline : _heap.Top.Deadline;
        }
    }

    /// <summary>Takes the next timer that is due at <paramref name="now"/>, or null.</summary>
    internal LoopItem? TakeDue(long now)
    {
        while (EntryCount > 0)
        {
            bool fromLane = TakesFromLane();
            ref readonly TimerEntry next = ref (fromLane ? ref _lane[_laneHead] : ref _heap.Top);
            bool live = next.IsLive;
            if (live && next.Deadline > now)
            {
                return null;
            }

            LoopItem item = next.Item;
            RemoveHead(fromLane);
            if (live)
            {
                item.TimerKey = 0;
                return item;
            }

            _stale--;
        }

        return null;
    }

    internal void Clear()
    {
        foreach (TimerEntry entry in Live())
        {
            entry.Item.TimerKey = 0;
        }

        _heap.Clear();
        _lane = new TimerEntry[16];
        _laneHead = _laneCount = _stale = 0;
    }

    private ref TimerEntry Last => ref _lane[(_laneHead + _laneCount - 1) & (_lane.Length - 1)];

    private bool TakesFromLane() =>
        _laneCount > 0 && (_heap.Count == 0 || _lane[_laneHead].IsBefore(_heap.Top));

    private void DropStaleHeads()
    {
        while (_stale > 0 && EntryCount > 0)
        {
            bool fromLane = TakesFromLane();
            if ((fromLane ? ref _lane[_laneHead] : ref _heap.Top).IsLive)
            {
                return;
            }

            RemoveHead(fromLane);
            _stale--;
        }
    }

    private void RemoveHead(bool fromLane)
    {
        if (fromLane)
        {
            _lane[_laneHead] = default;
            _laneHead = (_laneHead + 1) & (_lane.Length - 1);
            _laneCount--;
        }
        else
        {
            _heap.RemoveTop();
        }
    }

    private void AddToLane(TimerEntry entry)
    {
        if (_laneCount == _lane.Length)
        {
            var lane = new TimerEntry[_lane.Length * 2];
            int tail = _lane.Length - _laneHead;
            Array.Copy(_lane, _laneHead, lane, 0, tail);
            Array.Copy(_lane, 0, lane, tail, _laneHead);
            _lane = lane;
            _laneHead = 0;
        }

        _laneCount++;
        Last = entry;
    }

    private void Compact()
    {
        TimerEntry[] live = [.. Live()];
        _heap.Clear();
        _lane = new TimerEntry[16];
        _laneHead = _laneCount = _stale = 0;
        Array.Sort(live, static (a, b) => a.IsBefore(b) ? -1 : 1);
        foreach (TimerEntry entry in live)
        {
            AddToLane(entry);
        }
    }

    private IEnumerable<TimerEntry> Live()
    {
        for (int i = 0; i < _laneCount; i++)
        {
            TimerEntry entry = _lane[(_laneHead + i) & (_lane.Length - 1)];
            if (entry.IsLive)
            {
                yield return entry;
            }
        }

        foreach (TimerEntry entry in _heap.Entries)
        {
            if (entry.IsLive)
            {
                yield return entry;
            }
        }
    }
}

/// <summary>One set timer; stale once its item has another key.</summary>
internal readonly struct TimerEntry(long deadline, long sequence, LoopItem item)
{
    internal readonly long Deadline = deadline;
    internal readonly long Sequence = sequence;
    internal readonly LoopItem Item = item;

    internal bool IsLive => Item.TimerKey == (int)Sequence;

    internal bool IsBefore(in TimerEntry other) =>
        Deadline < other.Deadline || (Deadline == other.Deadline && Sequence < other.Sequence);
}
