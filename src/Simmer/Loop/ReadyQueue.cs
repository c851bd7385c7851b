using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>The ready items in the order in which they came: a ring whose length is a power of two.</summary>
/// <remarks>
/// What comes while a large ring is full goes to chunks behind it, and so does all that comes until the chunks have become the
/// ring one by one: a ring that grew would be copied, and as a large object would bring about collections of the whole heap in the
/// middle of the burst. A queue that is asked for items by their index is one ring of any size.
/// </remarks>
/// <param name="isIndexed">Whether items are to be found by their index.</param>
internal struct ReadyQueue(bool isIndexed)
{
    private const int ChunkLength = 1 << 13;

    private LoopItem?[] _items = new LoopItem?[64];
    private int _head;
    private int _count;

    /// <summary>How many items the ring takes before the slow way is due: its length, or 0 while there are chunks behind it.</summary>
    private int _room = 64;
    private Queue<LoopItem?[]>? _chunks;
    private LoopItem?[]? _lastChunk;
    private int _lastCount;

    /// <summary>The ring that was emptied last: with chunks that come and go, it is the next one to be filled.</summary>
    private LoopItem?[]? _spare;

    internal readonly int Count => _room > 0 ? _count : _count + _chunks!.Count * ChunkLength + _lastCount;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enqueue(LoopItem item)
    {
        if (_count >= _room)
        {
            EnqueueSlowly(item);
            return;
        }

        LoopItem?[] items = _items;
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(items), (_head + _count) & (items.Length - 1)) = item;
        _count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LoopItem Dequeue()
    {
        if (_count == 0)
        {
            TakeNextChunk();
        }

        LoopItem?[] items = _items;
        ref LoopItem? slot = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(items), _head);
        LoopItem item = slot!;
        slot = null;
        _head = (_head + 1) & (items.Length - 1);
        _count--;
        return item;
    }

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

    internal void Clear() => this = new ReadyQueue(isIndexed);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EnqueueSlowly(LoopItem item)
    {
        if (_room > 0 && (isIndexed || _items.Length < ChunkLength))
        {
            Grow();
            Enqueue(item);
            return;
        }

        _room = 0;
        _chunks ??= new Queue<LoopItem?[]>();
        if (_lastChunk is null || _lastCount == ChunkLength)
        {
            if (_lastChunk is not null)
            {
                _chunks.Enqueue(_lastChunk);
            }

            _lastChunk = _spare ?? new LoopItem?[ChunkLength];
            _lastCount = 0;
            _spare = null;
        }

        _lastChunk[_lastCount++] = item;
    }

    /// <summary>The ring is empty: the next chunk becomes the ring.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeNextChunk()
    {
        _spare = _items;
        _head = 0;
        if (_chunks!.TryDequeue(out LoopItem?[]? chunk))
        {
            _items = chunk;
            _count = ChunkLength;
        }
        else
        {
            _items = _lastChunk!;
            _count = _lastCount;
            _lastChunk = null;
            _lastCount = 0;
            _room = ChunkLength;
        }
    }

    private void Grow()
    {
        var items = new LoopItem?[_items.Length * 2];
        int tail = _items.Length - _head;
        Array.Copy(_items, _head, items, 0, tail);
        Array.Copy(_items, 0, items, tail, _head);
        _items = items;
        _room = items.Length;
        _head = 0;
    }
}
