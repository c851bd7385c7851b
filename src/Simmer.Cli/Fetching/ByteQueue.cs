using System.Buffers.Binary;
using System.Text;

namespace Simmer.Cli.Fetching;

/// <summary>A first-in, first-out queue of URLs as UTF-8 in a few large arrays: about the bytes of the URL, and ten more, for each.</summary>
/// <remarks>
/// A million URLs of one host wait here while the host is slow; as strings they would take three times the memory and a
/// million objects for the collector to visit.
/// </remarks>
internal sealed class ByteQueue(ChunkPool pool)
{
    private const int HeaderLength = sizeof(ushort) + sizeof(double);

    private Chunk? _first;
    private Chunk? _last;

    internal int Count { get; private set; }

    /// <summary>The bytes held, used or not.</summary>
    internal long Allocated { get; private set; }

    /// <param name="url">The URL, shorter than 64 KiB.</param>
    /// <param name="time">When it was read.</param>
    internal void Enqueue(ReadOnlySpan<byte> url, double time)
    {
        int needed = HeaderLength + url.Length;
        if (_last is null || _last.Bytes.Length - _last.Written < needed)
        {
            Grow(needed);
        }

        Span<byte> free = _last!.Bytes.AsSpan(_last.Written);
        BinaryPrimitives.WriteUInt16LittleEndian(free, checked((ushort)url.Length));
        BinaryPrimitives.WriteDoubleLittleEndian(free[sizeof(ushort)..], time);
        url.CopyTo(free[HeaderLength..]);
        _last.Written += needed;
        Count++;
    }

    internal (string Url, double Time) Dequeue()
    {
        Chunk chunk = _first ?? throw new InvalidOperationException("The queue is empty.");
        ReadOnlySpan<byte> record = chunk.Bytes.AsSpan(chunk.Read);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(record);
        double time = BinaryPrimitives.ReadDoubleLittleEndian(record[sizeof(ushort)..]);
        string url = Encoding.UTF8.GetString(record.Slice(HeaderLength, length));
        chunk.Read += HeaderLength + length;
        Count--;
        if (chunk.Read == chunk.Written)
        {
            Allocated -= chunk.Bytes.Length;
            pool.Return(chunk.Bytes);
            _first = chunk.Next;
            _last = _first is null ? null : _last;
        }

        return (url, time);
    }

    // The first chunk fits its URL: most hosts of a long list have only one.
    private void Grow(int needed)
    {
        int size = _last is null ? needed : Math.Max(needed, Math.Min(ChunkPool.Size, Math.Max(256, 2 * _last.Bytes.Length)));
        var chunk = new Chunk(size == ChunkPool.Size ? pool.Rent() : new byte[size]);
        Allocated += size;
        if (_last is null)
        {
            _first = chunk;
        }
        else
        {
            _last.Next = chunk;
        }

        _last = chunk;
    }

    private sealed class Chunk(byte[] bytes)
    {
        internal readonly byte[] Bytes = bytes;
        internal int Read;
        internal int Written;
        internal Chunk? Next;
    }
}
