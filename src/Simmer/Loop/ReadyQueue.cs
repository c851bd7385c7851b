using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>The ready items in the order in which they came: a ring whose length is a power of two.</summary>
/// <remarks>
/// The item taken last stays in its slot until the next is taken, so that the watchdog can see what runs: the ring is never quite
/// full.
/// </remarks>
internal struct ReadyQueue()
{
    private LoopItem?[] _items = new LoopItem?[64];
    private int _head;
    private int _count;

    internal readonly int Count => _count;

    /// <summary>Moves with every item that is taken.</summary>
    internal readonly int Head => _head;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enqueue(LoopItem item)
    {
        LoopItem?[] items = _items;
        if (_count >= items.Length - 1)
        {
            items = Grow();
        }

        Unsafe.Add(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(items), (_head + _count) & (items.Length - 1)) = item;
        _count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LoopItem Dequeue()
    {
        LoopItem?[] items = _items;
        int head = _head;
        int mask = items.Length - 1;
        ref LoopItem? first = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(items);
        Unsafe.Add(ref first, (head - 1) & mask) = null;
        LoopItem item = Unsafe.Add(ref first, head)!;
        _head = (head + 1) & mask;
        _count--;
        return item;
    }

    /// <summary>
    /// Fetches what the next three items will touch: the third itself, the frame that the second goes on with, and what awaits that
    /// frame for the first. Each needs what was fetched when the item was one further away. Behind the last item the slots are empty.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Foresee()
    {
        Foresight.Fetch(this[2]);
        if (this[1] is LoopTask second)
        {
            Foresight.Fetch(second.Leaf);
        }

        if (this[0] is LoopTask first)
        {
            Foresight.Fetch(first.Leaf?.Link);
        }
    }

    /// <summary>The item that was taken last, if the ring has not grown since. From any thread.</summary>
    internal readonly LoopItem? LastTaken
    {
        get
        {
            LoopItem?[] items = _items;
            return items[(_head - 1) & (items.Length - 1)];
        }
    }

    /// <summary>Lets go of the item that was taken last.</summary>
    internal readonly void ForgetLastTaken() => _items[(_head - 1) & (_items.Length - 1)] = null;

    /// <summary>Moves the item at <paramref name="index"/> to the head; those before it keep their order.</summary>
    internal readonly void BringForward(int index)
    {
        int mask = _items.Length - 1;
        LoopItem? chosen = _items[(_head + index) & mask];
        for (int i = index; i > 0; i--)
        {
            _items[(_head + i) & mask] = _items[(_head + i - 1) & mask];
        }

        _items[_head] = chosen;
    }

    /// <summary>The item at <paramref name="index"/>, 0 being the next to run.</summary>
    internal readonly LoopItem this[int index] => _items[(_head + index) & (_items.Length - 1)]!;

    internal void Clear()
    {
        _items = new LoopItem?[64];
        _head = 0;
        _count = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private LoopItem?[] Grow()
    {
        var items = new LoopItem?[_items.Length * 2];
        int tail = _items.Length - _head;
        Array.Copy(_items, _head, items, 0, tail);
        Array.Copy(_items, 0, items, tail, _head);
        _items = items;
        _head = 0;
        return items;
    }
}
