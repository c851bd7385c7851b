namespace Simmer;

/// <summary>
/// Timers that came in the order of their deadlines: a queue of chunks. An entry's position, counted from the first one ever, names
/// it for as long as it is held.
/// </summary>
/// <remarks>
/// Adding never copies what is there, and a chunk is given back when its last entry has gone, so that a burst of timers costs its own
/// memory and no more. One chunk is kept for the next, so that a lane of constant length allocates nothing.
/// </remarks>
internal sealed class TimerLane
{
    private const int ChunkBits = 10;
    private const int ChunkMask = (1 << ChunkBits) - 1;

    /// <summary>A ring of the chunks from the first entry's to the last's; its length is a power of two.</summary>
    private LaneEntry[]?[] _chunks = new LaneEntry[]?[2];

    /// <summary>The chunks of the first entry and of the last; of an empty lane, those of the next, unless that begins one.</summary>
    private LaneEntry[]? _head;
    private LaneEntry[]? _tail;
    private LaneEntry[]? _spare;

    internal int Count { get; private set; }

    /// <summary>The position of the first entry.</summary>
    internal long First { get; private set; }

    /// <summary>The position of the last entry.</summary>
    internal long Last => First + Count - 1;

    internal ref LaneEntry this[long position] => ref ChunkOf(position)![(int)position & ChunkMask];

    internal ref LaneEntry FirstEntry => ref _head![(int)First & ChunkMask];

    internal ref LaneEntry LastEntry => ref _tail![(int)Last & ChunkMask];

    internal void Add(long deadline, LoopItem item)
    {
        long position = First + Count;
        if (((int)position & ChunkMask) == 0)
        {
            AddChunk(position);
        }

        Count++;
        _tail![(int)position & ChunkMask] = new LaneEntry(deadline, item);
    }

    internal void RemoveFirst()
    {
        FirstEntry = default;
        First++;
        Count--;
        if (((int)First & ChunkMask) == 0)
        {
            _spare = _head;
            ChunkOf(First - 1) = null;
            _head = ChunkOf(First);
        }
    }

    /// <summary>Drops all but the first <paramref name="count"/> entries, and the chunks behind them.</summary>
    internal void KeepFirst(int count)
    {
        long end = First + count;
        long edge = Math.Min((end | ChunkMask) + 1, First + Count);
        for (long position = end; position < edge; position++)
        {
            this[position] = default;
        }

        for (long position = edge; position < First + Count; position += ChunkMask + 1)
        {
            ChunkOf(position) = null;
        }

        Count = count;
        _tail = count == 0 ? _head : ChunkOf(Last);
    }

    /// <summary>Drops all entries; positions begin anew.</summary>
    internal void Clear()
    {
        _chunks = new LaneEntry[]?[2];
        _head = _tail = _spare = null;
        First = 0;
        Count = 0;
    }

    private ref LaneEntry[]? ChunkOf(long position) => ref _chunks[(int)(position >> ChunkBits) & (_chunks.Length - 1)];

    /// <summary>Goes on to the chunk that <paramref name="position"/> is the first of.</summary>
    private void AddChunk(long position)
    {
        ref LaneEntry[]? place = ref ChunkOf(position);
        if (place is null)
        {
            place = _spare ?? new LaneEntry[1 << ChunkBits];
            _spare = null;
        }

        _tail = place;
        if (Count == 0)
        {
            _head = place;
        }

        // The next chunk's place must be free before an entry asks for it.
        long first = First >> ChunkBits;
        long last = position >> ChunkBits;
        if (last - first + 1 == _chunks.Length)
        {
            var chunks = new LaneEntry[]?[_chunks.Length * 2];
            for (long number = first; number <= last; number++)
            {
                chunks[(int)number & (chunks.Length - 1)] = _chunks[(int)number & (_chunks.Length - 1)];
            }

            _chunks = chunks;
        }
    }
}

/// <summary>One timer of the lane.</summary>
internal readonly struct LaneEntry(long deadline, LoopItem item)
{
    internal readonly long Deadline = deadline;
    internal readonly LoopItem Item = item;
}
