namespace Simmer;

/// <summary>A heap of timers, four children a node: half the depth of a binary one, and children share cache lines.</summary>
internal sealed class TimerHeap
{
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

        int index = 0;
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

            if (!_entries[smallest].IsBefore(last))
            {
                break;
            }

            _entries[index] = _entries[smallest];
            index = smallest;
        }

        _entries[index] = last;
    }

    internal void Clear()
    {
        _entries = new TimerEntry[16];
        _count = 0;
    }
}
