namespace Simmer;

/// <summary>Reading through a buffer: lines, separators, exact counts.</summary>
public abstract partial class LoopStream
{
    private bool _isAtEnd;
    private bool _isFilling;

    /// <summary>The limit of a stream that is given none: 64 kB.</summary>
    public const int DefaultLimit = 64 * 1024;

    /// <summary>How many bytes <see cref="ReadLine"/> and <see cref="ReadUntil(ReadOnlyMemory{byte})"/> look for their separator in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int Limit { get; set => field = Positive.Checked(value); } = DefaultLimit;

    /// <summary>Whether everything was read and the peer has ended the stream.</summary>
    /// <remarks><c>StreamReader.at_eof</c>: the end is known once a read has met it.</remarks>
    public bool IsAtEof => _isAtEnd && BufferedBytes == 0;

    /// <summary>Reads up to <paramref name="count"/> bytes: what is there, at least one; waits if nothing is.</summary>
    /// <param name="count">The most bytes; negative for everything up to the end of the stream.</param>
    /// <returns>The bytes; none if the stream has ended.</returns>
    /// <inheritdoc cref="ReadExactly(int)" path="/exception[@cref='IOException']"/>
    /// <remarks>Cancel safety: a cancelled read loses no byte. <c>StreamReader.read</c>.</remarks>
    public async Coroutine<byte[]> Read(int count = -1)
    {
        CheckCanRead(nameof(Read));
        if (count == 0)
        {
            return [];
        }

        if (count < 0)
        {
            while (await Fill(nameof(Read)))
            {
            }

            return Take(BufferedBytes);
        }

        if (BufferedBytes == 0)
        {
            await Fill(nameof(Read), count);
        }

        return Take(Math.Min(count, BufferedBytes));
    }

    /// <summary>Reads <paramref name="count"/> bytes.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="IncompleteReadException">The stream ended before; the exception has what came, which is no longer in the stream.</exception>
    /// <exception cref="IOException">The connection is broken; the inner exception is a <see cref="System.Net.Sockets.SocketException"/>.</exception>
    /// <remarks>Cancel safety: a cancelled read loses no byte. <c>StreamReader.readexactly</c>.</remarks>
    public async Coroutine<byte[]> ReadExactly(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckCanRead(nameof(ReadExactly));
        while (BufferedBytes < count)
        {
            if (!await Fill(nameof(ReadExactly), count - BufferedBytes))
            {
                throw new IncompleteReadException(Take(BufferedBytes), count);
            }
        }

        return Take(count);
    }

    /// <summary>Fills a buffer.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <returns>A coroutine that ends when it is full.</returns>
    /// <inheritdoc cref="ReadExactly(int)" path="/exception"/>
    /// <remarks>Cancel safety: a cancelled read loses no byte: what it had put into the buffer is read again. It costs no allocation.</remarks>
    public async Coroutine ReceiveExactly(Memory<byte> buffer)
    {
        CheckCanRead(nameof(ReceiveExactly));
        int received = 0;
        try
        {
            while (received < buffer.Length)
            {
                int count = await Receive(buffer[received..]);
                if (count == 0)
                {
                    byte[] partial = buffer.Span[..received].ToArray();
                    received = 0;
                    throw new IncompleteReadException(partial, buffer.Length);
                }

                received += count;
            }
        }
        catch when (received > 0 && !IsClosed)
        {
            Unread(buffer.Span[..received]);
            throw;
        }
    }

    /// <summary>Reads a line, with the line feed that ends it.</summary>
    /// <returns>The line; what is left, without a line feed, if the stream ended before; nothing at the end.</returns>
    /// <exception cref="LimitOverrunException">The line is longer than <see cref="Limit"/>; it is dropped, as far as it had come.</exception>
    /// <inheritdoc cref="ReadExactly(int)" path="/exception[@cref='IOException']"/>
    /// <remarks>Cancel safety: a cancelled read loses no byte. <c>StreamReader.readline</c>.</remarks>
    public async Coroutine<byte[]> ReadLine()
    {
        CheckCanRead(nameof(ReadLine));
        if (Find(s_lineFeed, 0) is var (start, end) && end > 0 && start <= Limit)
        {
            return Take(end);
        }

        try
        {
            return await ReadUntil(s_lineFeed, nameof(ReadLine));
        }
        catch (IncompleteReadException incomplete)
        {
            return incomplete.Partial.ToArray();
        }
        catch (LimitOverrunException overrun)
        {
            bool isAtLineFeed = overrun.Consumed < BufferedBytes && _buffer![_start + overrun.Consumed] == (byte)'\n';
            Skip(isAtLineFeed ? overrun.Consumed + 1 : BufferedBytes);
            throw new LimitOverrunException(
                $"A line from {PeerName} is longer than the limit of {Limit} bytes; it was dropped. Raise Limit, or read it in parts.",
                overrun.Consumed);
        }
    }

    /// <summary>Reads up to and with a separator.</summary>
    /// <param name="separator">The separator.</param>
    /// <returns>The bytes, with the separator.</returns>
    /// <exception cref="IncompleteReadException">The stream ended before; the exception has what came, which is no longer in the stream.</exception>
    /// <exception cref="LimitOverrunException">There is none within <see cref="Limit"/>; the bytes stay in the stream.</exception>
    /// <exception cref="ArgumentException">The separator is empty.</exception>
    /// <inheritdoc cref="ReadExactly(int)" path="/exception[@cref='IOException']"/>
    /// <remarks>Cancel safety: a cancelled read loses no byte. <c>StreamReader.readuntil</c>.</remarks>
    public Coroutine<byte[]> ReadUntil(ReadOnlyMemory<byte> separator) => ReadUntil([separator]);

    /// <summary>Reads up to and with the first that comes of several separators.</summary>
    /// <param name="separators">The separators. Of two in the text, the one that ends first counts, and of two that end together the shorter.</param>
    /// <inheritdoc cref="ReadUntil(ReadOnlyMemory{byte})"/>
    public Coroutine<byte[]> ReadUntil(IReadOnlyList<ReadOnlyMemory<byte>> separators) => ReadUntil(separators, nameof(ReadUntil));

    private async Coroutine<byte[]> ReadUntil(IReadOnlyList<ReadOnlyMemory<byte>> separators, string by)
    {
        ArgumentNullException.ThrowIfNull(separators);
        (int shortest, int longest) = Lengths(separators);
        if (shortest == 0)
        {
            throw new ArgumentException("There must be a separator, of at least one byte.", nameof(separators));
        }

        CheckCanRead(by);
        int searched = 0;
        while (true)
        {
            if (BufferedBytes - searched >= shortest)
            {
                if (Find(separators, searched) is var (start, end) && end > 0)
                {
                    return start <= Limit ? Take(end) : throw new LimitOverrunException(
                        $"The separator from {PeerName} is found, but what is before it is longer than the limit of {Limit} bytes.", start);
                }

                searched = Math.Max(0, BufferedBytes + 1 - longest);
                if (searched > Limit)
                {
                    throw new LimitOverrunException(
                        $"The separator is not found in what came from {PeerName}, and that exceeds the limit of {Limit} bytes.", searched);
                }
            }

            if (!await Fill(by))
            {
                throw new IncompleteReadException(Take(BufferedBytes), null);
            }
        }
    }

    private static readonly ReadOnlyMemory<byte>[] s_lineFeed = ["\n"u8.ToArray()];

    private static (int Shortest, int Longest) Lengths(IReadOnlyList<ReadOnlyMemory<byte>> separators)
    {
        int shortest = separators.Count == 0 ? 0 : int.MaxValue;
        int longest = 0;
        for (int i = 0; i < separators.Count; i++)
        {
            shortest = Math.Min(shortest, separators[i].Length);
            longest = Math.Max(longest, separators[i].Length);
        }

        return (shortest, longest);
    }

    private (int Start, int End) Find(IReadOnlyList<ReadOnlyMemory<byte>> separators, int from)
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start + from, BufferedBytes - from);
        (int Start, int End) first = (0, 0);
        for (int i = 0; i < separators.Count; i++)
        {
            int at = bytes.IndexOf(separators[i].Span);
            int start = from + at;
            int end = start + separators[i].Length;
            if (at >= 0 && (first.End == 0 || end < first.End || (end == first.End && start > first.Start)))
            {
                first = (start, end);
            }
        }

        return first;
    }

    /// <summary>Receives more into the buffer.</summary>
    /// <param name="by">The public method that asks.</param>
    /// <param name="wanted">How many bytes are wanted, as a hint.</param>
    /// <returns>False at the end of the stream.</returns>
    private async Coroutine<bool> Fill(string by, int wanted = 1)
    {
        while (true)
        {
            CheckOpen();
            if (_isAtEnd)
            {
                return false;
            }

            if (_channel is null)
            {
                return await FillFromLayer(wanted);
            }

            if (_channel.Reading.IsReady)
            {
                MakeRoom(wanted);
                int count = ReadChannel(_buffer.AsSpan(_end));
                if (count >= 0)
                {
                    _end += count;
                    return count > 0;
                }

                if (BufferedBytes == 0)
                {
                    ReturnBuffer();
                }
            }

            await WaitToRead(by);
        }
    }

    private async Coroutine<bool> FillFromLayer(int wanted)
    {
        _isFilling = true;
        byte[]? buffer = null;
        try
        {
            if (_buffer is null)
            {
                // Waits without a buffer, so that an idle stream has none.
                await ReceiveFromLayer(Memory<byte>.Empty);
            }

            CheckOpen();
            MakeRoom(wanted);
            buffer = _buffer;
            int count = await ReceiveFromLayer(buffer.AsMemory(_end));
            CheckOpen();
            _end += count;
            _isAtEnd = count == 0;
            return count > 0;
        }
        finally
        {
            _isFilling = false;
            if (_buffer is null)
            {
                // The stream was closed meanwhile.
                Return(buffer);
            }
            else if (BufferedBytes == 0)
            {
                ReturnBuffer();
            }
        }
    }

    private void CheckCanRead(string by)
    {
        CheckOpen();
        if (_readWait is { IsTaken: true } || _readOperation is { IsUnderWay: true } || _isFilling || _isLayerReading)
        {
            throw IoWait.Taken(by);
        }
    }
}
