namespace Simmer;

/// <summary>Least first; of equal items, the one that came first.</summary>
/// <remarks>
/// A binary heap. The comparer is the user's and may throw: every change asks it all it has to ask before it moves
/// anything, so the heap stays as it was.
/// </remarks>
internal sealed class HeapStore<T>(IComparer<T> comparer) : ItemStore<T>
{
    private readonly List<Entry> _heap = [];
    private long _arrivals;

    internal override int Count => _heap.Count;

    internal override void Add(T item)
    {
        var entry = new Entry(item, _arrivals);
        int place = _heap.Count;
        while (place > 0 && IsBefore(entry, _heap[Parent(place)]))
        {
            place = Parent(place);
        }

        _arrivals++;
        _heap.Add(entry);
        for (int i = _heap.Count - 1; i > place; i = Parent(i))
        {
            _heap[i] = _heap[Parent(i)];
        }

        _heap[place] = entry;
    }

    internal override T Take()
    {
        T least = _heap[0].Item;
        int last = _heap.Count - 1;
        if (last > 0)
        {
            Entry moved = _heap[last];
            int place = PlaceFromTop(moved, last);
            PullUp(place);
            _heap[place] = moved;
        }

        _heap.RemoveAt(last);
        return least;
    }

    internal override void Clear() => _heap.Clear();

    /// <summary>Where an entry comes to rest that sinks from the top of the first <paramref name="count"/> entries.</summary>
    private int PlaceFromTop(Entry entry, int count)
    {
        int place = 0;
        while (true)
        {
            int child = (2 * place) + 1;
            if (child >= count)
            {
                return place;
            }

            if (child + 1 < count && IsBefore(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsBefore(_heap[child], entry))
            {
                return place;
            }

            place = child;
        }
    }

    /// <summary>Moves each entry on the way from the top to <paramref name="place"/> up by one.</summary>
    private void PullUp(int place)
    {
        Entry carried = _heap[place];
        while (place > 0)
        {
            place = Parent(place);
            (carried, _heap[place]) = (_heap[place], carried);
        }
    }

    private bool IsBefore(in Entry left, in Entry right)
    {
        int order = comparer.Compare(left.Item, right.Item);
        return order < 0 || (order == 0 && left.Arrival < right.Arrival);
    }

    private static int Parent(int index) => (index - 1) / 2;

    private readonly record struct Entry(T Item, long Arrival);
}
