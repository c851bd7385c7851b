namespace Simmer;

/// <summary>A heap of timers, four children a node: half the depth of a binary one, and children share cache lines.</summary>
internal sealed class TimerHeap
{
    /// <summary>Room for so many is kept, however few there are.</summary>
    private const int KeptLength = 1024;

    private TimerEntry[] _entries = new TimerEntry[16];
    private int _count;

    internal int Count => _count;

    internal ref TimerEntry Top => ref _entries[0];

    internal IEnumerable<TimerEntry> Entries => _entries.Take(_count);

    internal void Add(in TimerEntry entry)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }

        int index = _count++;
        while (index > 0)
        {
            int parent = (index - 1) >> 2;
            if (!entry.IsBefore(_entries[parent]))
            {
                break;
            }

            _entries[index] = _entries[parent];
            index = parent;
        }

        _entries[index] = entry;
    }

    internal void RemoveTop()
    {
        TimerEntry last = _entries[--_count];
        _entries[_count] = default;
        if (_count == 0)
        {
            return;
        }

        SiftDown(0, last);
    }

    /// <summary>Drops the stale entries, and gives back room that is not needed any more.</summary>
    internal void RemoveStale()
    {
        int live = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_entries[i].IsLive)
            {
                _entries[live++] = _entries[i];
            }
        }

        Array.Clear(_entries, live, _count - live);
        _count = live;
        if (_entries.Length > KeptLength && live < _entries.Length / 4)
        {
            Array.Resize(ref _entries, Math.Max(KeptLength, live));
        }

        for (int index = (live - 2) >> 2; index >= 0; index--)
        {
            SiftDown(index, _entries[index]);
        }
    }

    private void SiftDown(int index, TimerEntry entry)
    {
        while (true)
        {
            int first = (index << 2) + 1;
            if (first >= _count)
            {
                break;
            }

            int smallest = first;
            int end = Math.Min(first + 4, _count);
            for (int child = first + 1; child < end; child++)
            {
                if (_entries[child].IsBefore(_entries[smallest]))
                {
                    smallest = child;
                }
            }

            if (!_entries[smallest].IsBefore(entry))
            {
                break;
            }

            _entries[index] = _entries[smallest];
            index = smallest;
        }

        _entries[index] = entry;
    }

    internal void Clear()
    {
        _entries = new TimerEntry[16];
        _count = 0;
    }
}
