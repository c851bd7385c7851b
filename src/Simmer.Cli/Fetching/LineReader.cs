using System.Text;

namespace Simmer.Cli.Fetching;

/// <summary>Reads lines of UTF-8 from a stream, a block at a time, and holds no more than a block.</summary>
internal sealed class LineReader(Stream stream)
{
    private static readonly byte[] s_byteOrderMark = [0xEF, 0xBB, 0xBF];
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    private readonly byte[] _buffer = new byte[2 * Urls.MostBytes];
    private int _start;
    private int _end;
    private bool _skipping;
    private bool _atEnd;
    private bool _begun;

    /// <summary>The number of the line that was read last, from 1.</summary>
    internal long Line { get; private set; }

    /// <summary>Waits for more of the stream.</summary>
    /// <returns>False once everything was read.</returns>
    internal async Coroutine<bool> Fill()
    {
        if (_atEnd)
        {
            return false;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;

        // A read of standard input cannot be cancelled; what waits for it can.
        int read = await Asyncio.WrapFuture(stream.ReadAsync(_buffer.AsMemory(_end, Math.Min(Urls.MostBytes, _buffer.Length - _end - 1))).AsTask());
        _end += read;
        if (!_begun && (_end >= s_byteOrderMark.Length || read == 0))
        {
            _begun = true;
            _start = _buffer.AsSpan(0, _end).StartsWith(s_byteOrderMark) ? s_byteOrderMark.Length : 0;
        }

        if (read == 0)
        {
            _atEnd = true;
            if (_end > _start)
            {
                _buffer[_end++] = (byte)'\n';
            }
        }

        return true;
    }

    /// <summary>The next line that is complete, without the white space around it.</summary>
    /// <param name="line">The line, valid until the next call of <see cref="Fill"/>.</param>
    /// <param name="tooLong">Whether it is only the beginning of a line that is too long for a URL.</param>
    internal bool TryRead(out ReadOnlySpan<byte> line, out bool tooLong)
    {
        ReadOnlySpan<byte> rest = _buffer.AsSpan(_start, _end - _start);
        tooLong = false;
        line = default;
        if (_skipping)
        {
            int end = rest.IndexOf((byte)'\n');
            _start += end < 0 ? rest.Length : end + 1;
            if (end < 0)
            {
                return false;
            }

            _skipping = false;
            rest = rest[(end + 1)..];
        }

        int length = rest.IndexOf((byte)'\n');
        if (length < 0 && rest.Length <= Urls.MostBytes)
        {
            return false;
        }

        Line++;
        if (length < 0)
        {
            _skipping = true;
            _start += rest.Length;
        }
        else
        {
            _start += length + 1;
            rest = rest[..length];
        }

        tooLong = rest.Length > Urls.MostBytes;
        line = Trim(tooLong ? rest[..200] : rest);
        return true;
    }

    internal static bool IsBlankOrComment(ReadOnlySpan<byte> line) => line.IsEmpty || line[0] == (byte)'#';

    /// <summary>The text of a line, or null where it is not UTF-8.</summary>
    internal static string? Decode(ReadOnlySpan<byte> line)
    {
        try
        {
            return s_strict.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line.Trim(" \t\r\f\v"u8);
}
