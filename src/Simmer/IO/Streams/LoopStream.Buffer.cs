using System.Buffers;

namespace Simmer;

/// <summary>What was received and not read: in a rented buffer, which an idle stream does not have.</summary>
public abstract partial class LoopStream
{
    private const int FirstBuffer = 4096;
    private byte[]? _buffer;
    private int _start;
    private int _end;

    /// <summary>How many bytes have been received and not read.</summary>
    public int BufferedBytes => _end - _start;

    private void MakeRoom(int wanted)
    {
        int free = _buffer is null ? 0 : _buffer.Length - _end;
        wanted = Math.Clamp(wanted, FirstBuffer / 2, 1 << 20);
        if (free >= wanted)
        {
            return;
        }

        int held = BufferedBytes;
        if (_buffer is not null && _buffer.Length - held >= wanted && held <= _start)
        {
            _buffer.AsSpan(_start, held).CopyTo(_buffer);
        }
        else
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBuffer, Math.Max(held + wanted, held * 2)));
            _buffer.AsSpan(_start, held).CopyTo(larger);
            Return(_buffer);
            _buffer = larger;
        }

        _start = 0;
        _end = held;
    }

    private byte[] Take(int count)
    {
        byte[] bytes = _buffer.AsSpan(_start, count).ToArray();
        Skip(count);
        return bytes;
    }

    private protected int TakeBuffered(Span<byte> buffer)
    {
        int count = Math.Min(BufferedBytes, buffer.Length);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        Skip(count);
        return count;
    }

    private void Skip(int count)
    {
        _start += count;
        if (_start == _end)
        {
            ReturnBuffer();
        }
    }

    /// <summary>Keeps what a layer had received when its call was cancelled.</summary>
    /// <param name="bytes">The bytes, where the call was to put them.</param>
    private protected void Keep(ReadOnlySpan<byte> bytes)
    {
        if (!_isFilling)
        {
            Unread(bytes);
        }
        else if (_buffer is not null)
        {
            _end += bytes.Length;
        }
    }

    /// <summary>Puts bytes back in front of the others.</summary>
    private protected void Unread(ReadOnlySpan<byte> bytes)
    {
        int held = BufferedBytes;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(bytes.Length + held);
        bytes.CopyTo(buffer);
        _buffer.AsSpan(_start, held).CopyTo(buffer.AsSpan(bytes.Length));
        ReturnBuffer();
        _buffer = buffer;
        _end = bytes.Length + held;
    }

    private void ReturnBuffer()
    {
        if (!_isFilling)
        {
            Return(_buffer);
        }

        // A layer that is at work may write into it still, and gives it back.
        _buffer = null;
        _start = _end = 0;
    }

    private static void Return(byte[]? buffer)
    {
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
