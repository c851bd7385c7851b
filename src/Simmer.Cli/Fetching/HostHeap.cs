namespace Simmer.Cli.Fetching;

/// <summary>The hosts by the time at which they are next ready, then by who became so first. A host knows its place, so it can be moved.</summary>
internal sealed class HostHeap
{
    private readonly List<HostQueue> _items = [];

    internal int Count => _items.Count;

    internal HostQueue? First => _items.Count > 0 ? _items[0] : null;

    internal void Add(HostQueue host)
    {
        host.HeapIndex = _items.Count;
        _items.Add(host);
        Up(host.HeapIndex);
    }

    internal void Remove(HostQueue host)
    {
        int index = host.HeapIndex;
        HostQueue last = _items[^1];
        _items.RemoveAt(_items.Count - 1);
        host.HeapIndex = -1;
        if (last != host)
        {
            Place(last, index);
            Down(index);
            Up(last.HeapIndex);
        }
    }

    private static bool Before(HostQueue a, HostQueue b) =>
        a.ReadyAt < b.ReadyAt || (a.ReadyAt == b.ReadyAt && a.Order < b.Order);

    private void Up(int index)
    {
        HostQueue host = _items[index];
        while (index > 0 && Before(host, _items[(index - 1) / 2]))
        {
            Place(_items[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }

        Place(host, index);
    }

    private void Down(int index)
    {
        HostQueue host = _items[index];
        while (2 * index + 1 < _items.Count)
        {
            int child = 2 * index + 1;
            if (child + 1 < _items.Count && Before(_items[child + 1], _items[child]))
            {
                child++;
            }

            if (!Before(_items[child], host))
            {
                break;
            }

            Place(_items[child], index);
            index = child;
        }

        Place(host, index);
    }

    private void Place(HostQueue host, int index)
    {
        _items[index] = host;
        host.HeapIndex = index;
    }
}
