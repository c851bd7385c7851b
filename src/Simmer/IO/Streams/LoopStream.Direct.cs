using System.Net.Sockets;
using System.Text;

namespace Simmer;

/// <summary>What coroutines read and send with.</summary>
public abstract partial class LoopStream
{
    private SocketError _readError;
    private SocketError _writeError;
    private AsyncLock? _sendTurn;
    private int _senders;
    private bool _isLayerReading;

    /// <summary>Whether .NET code's write is under way in the layer.</summary>
    private protected bool IsLayerWriting { get; set; }

    /// <summary>Receives what is there, at least one byte; waits if nothing is.</summary>
    /// <param name="buffer">Where to put it.</param>
    /// <returns>How many bytes; 0 if the peer has ended the stream, or the buffer is empty.</returns>
    /// <exception cref="IOException">The connection is broken; the inner exception is a <see cref="SocketException"/>.</exception>
    /// <exception cref="ObjectDisposedException">The stream is closed, or was while this waited.</exception>
    /// <exception cref="InvalidOperationException">Another coroutine is waiting to read.</exception>
    /// <remarks>Cancel safety: a cancelled receive has taken nothing. It costs no allocation.</remarks>
    public Coroutine<int> Receive(Memory<byte> buffer) => _channel is null ? ReceiveThroughLayer(buffer) : ReceiveFromChannel(buffer);

    /// <summary>Sends all of <paramref name="data"/>; waits while the peer does not take it.</summary>
    /// <param name="data">The bytes; they must not change until this ends.</param>
    /// <returns>A coroutine that ends when the system has taken the last byte.</returns>
    /// <exception cref="IOException">The connection is broken; the inner exception is a <see cref="SocketException"/>.</exception>
    /// <exception cref="ObjectDisposedException">The stream is closed, or was while this waited.</exception>
    /// <exception cref="InvalidOperationException">A <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/> is under way.</exception>
    /// <remarks>
    /// Cancel safety: cancelled before any byte was taken, it has not happened; afterwards, further sends fail and closing
    /// resets the connection. It costs no allocation unless it has to wait for another sender.
    /// </remarks>
    public async Coroutine Send(ReadOnlyMemory<byte> data)
    {
        CheckCanSend(nameof(Send));
        if (data.IsEmpty)
        {
            return;
        }

        int sent = 0;
        if (_channel is not null && _senders == 0)
        {
            sent = WriteChannel(data.Span);
            if (sent == data.Length)
            {
                return;
            }
        }

        await new SoleAwait(SendRest(data, sent));
    }

    /// <summary>Sends text as UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <inheritdoc cref="Send(ReadOnlyMemory{byte})"/>
    public Coroutine Send(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Send(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Ends this side of the stream, after what others are sending: the peer reads the end behind the rest. Reading goes on.</summary>
    /// <returns>A coroutine that ends when the system, or the layer's notice of it, has taken the end.</returns>
    /// <exception cref="IOException">The connection is broken.</exception>
    /// <remarks>
    /// Does nothing the second time. Over TLS it sends <c>close_notify</c>, after which some peers close. Cancel safety:
    /// cancelled, it has done nothing; over TLS the end may be on its way, unless it was still waiting for its turn.
    /// <c>StreamWriter.write_eof</c>.
    /// </remarks>
    public async Coroutine WriteEof()
    {
        if (_hasSentEof && !_isClosed && IsClosed)
        {
            // A pipe has no other direction: its end has closed it.
            Loop.CheckAccess();
            return;
        }

        CheckOpen();

        // Counts as a sender: a send that comes later stands in line behind it, instead of going out in part before it.
        _senders++;
        try
        {
            using (await (_sendTurn ??= new AsyncLock()).Acquire())
            {
                CheckOpen();
                if (_hasSentEof)
                {
                    return;
                }

                CheckCanSend(nameof(WriteEof));
                if (_channel is null)
                {
                    _hasSentEof = true;
                    await ShutdownLayer();
                }
                else
                {
                    await EndChannel();
                }
            }
        }
        finally
        {
            _senders--;
        }
    }

    private async Coroutine EndChannel()
    {
        SocketError error;
        while ((error = ShutdownChannel()) == SocketError.WouldBlock)
        {
            await WaitToWrite(nameof(WriteEof));
            CheckOpen();
        }

        // Not before: a wait that is cancelled has ended nothing.
        _hasSentEof = true;
        if (error != SocketError.Success)
        {
            throw SocketErrors.Broken(error, $"Ending the stream to {PeerName} failed");
        }
    }

    /// <summary>Ends the channel's writing.</summary>
    private protected virtual SocketError ShutdownChannel() => SocketError.OperationNotSupported;

    /// <summary>Ends the writing of a layer over another stream.</summary>
    private protected virtual Coroutine ShutdownLayer() => throw new System.Diagnostics.UnreachableException();

    /// <remarks>A method of its own: what the rare ways would keep in its frame costs each call.</remarks>
    private async Coroutine<int> ReceiveFromChannel(Memory<byte> buffer)
    {
        while (true)
        {
            CheckCanRead(nameof(Receive));
            if (BufferedBytes > 0 || buffer.IsEmpty)
            {
                return TakeBuffered(buffer.Span);
            }

            int count = ReadChannel(buffer.Span);
            if (count >= 0)
            {
                return count;
            }

            await WaitToRead(nameof(Receive));
        }
    }

    private async Coroutine<int> ReceiveThroughLayer(Memory<byte> buffer)
    {
        CheckCanRead(nameof(Receive));
        if (BufferedBytes > 0 || buffer.IsEmpty)
        {
            return TakeBuffered(buffer.Span);
        }

        _isLayerReading = true;
        try
        {
            int count = await ReceiveFromLayer(buffer);
            _isAtEnd |= count == 0;
            return count;
        }
        finally
        {
            _isLayerReading = false;
        }
    }

    /// <summary>Waits until a read may succeed, without taking anything.</summary>
    private protected IoWaitAwaitable WaitToRead(string by)
    {
        _channel!.Watch(_channel.Reading);
        return (_readWait ??= new IoWait(_channel.Reading, this, "read")).Start(by);
    }

    private IoWaitAwaitable WaitToWrite(string by)
    {
        _channel!.Watch(_channel.Writing);
        return (_writeWait ??= new IoWait(_channel.Writing, this, "write")).Start(by);
    }

    /// <summary>Receives through a layer over another stream, for a stream that has no channel.</summary>
    private protected virtual Coroutine<int> ReceiveFromLayer(Memory<byte> buffer) => throw new System.Diagnostics.UnreachableException();

    /// <summary>Sends through a layer over another stream, for a stream that has no channel.</summary>
    private protected virtual Coroutine SendToLayer(ReadOnlyMemory<byte> data) => throw new System.Diagnostics.UnreachableException();

    /// <returns>How many bytes, 0 at the end, -1 if it would block.</returns>
    private protected int ReadChannel(Span<byte> buffer)
    {
        if (_readError != SocketError.Success)
        {
            // The system tells of a broken connection once, and then of an end that never was.
            throw ReadFailed(_readError);
        }

        if (_isAtEnd)
        {
            return 0;
        }

        int count = _channel!.Read(buffer, out SocketError error);
        if (count > 0 || error == SocketError.WouldBlock)
        {
            return count;
        }

        if (count < 0)
        {
            _readError = error;
            throw ReadFailed(error);
        }

        if (_writeError is not (SocketError.Success or SocketError.Shutdown))
        {
            // A write was told, and this is no end. A broken pipe is the other direction's alone.
            _readError = _writeError;
            throw ReadFailed(_readError);
        }

        _isAtEnd = true;
        return 0;
    }

    /// <returns>How many bytes; 0 if it would block.</returns>
    private protected int WriteChannel(ReadOnlySpan<byte> data)
    {
        if (_writeError != SocketError.Success)
        {
            throw SendFailed(_writeError);
        }

        int count = _channel!.Write(data, out SocketError error);
        if (count >= 0)
        {
            return count;
        }

        if (error == SocketError.WouldBlock)
        {
            return 0;
        }

        _writeError = error;
        throw SendFailed(error);
    }

    private void CheckCanSend(string by)
    {
        CheckOpen();
        if (_isSendBroken)
        {
            throw new IOException(
                $"Nothing more can be sent to {PeerName}: an earlier send was cancelled when a part of it had gone out, so the peer cannot "
                + "tell what would follow. Close the connection.");
        }

        if (_hasSentEof)
        {
            throw new InvalidOperationException($"Nothing can be sent to {PeerName} after WriteEof.");
        }

        if (_writeOperation is { IsUnderWay: true } || IsLayerWriting)
        {
            throw IoWait.Taken(by);
        }
    }

    private async Coroutine SendRest(ReadOnlyMemory<byte> data, int sent)
    {
        _senders++;
        bool isWhole = false;
        try
        {
            using (await (_sendTurn ??= new AsyncLock()).Acquire())
            {
                // While it waited for its turn, another's send may have closed or broken the stream.
                CheckCanSend(nameof(Send));
                if (_channel is null)
                {
                    // What a layer has begun to send, it cannot take back: the peer expects the rest.
                    sent = data.Length;
                    await SendToLayer(data);
                    isWhole = true;
                    return;
                }

                while (true)
                {
                    sent += WriteChannel(data.Span[sent..]);
                    if (sent == data.Length)
                    {
                        isWhole = true;
                        return;
                    }

                    await WaitToWrite(nameof(Send));
                    CheckOpen();
                }
            }
        }
        catch (IOException error) when (error.InnerException is SocketException)
        {
            // Not cut off on this side: the connection is broken, and each further call says so.
            isWhole = true;
            throw;
        }
        finally
        {
            _senders--;
            _isSendBroken |= !isWhole && sent > 0;
        }
    }

    private IOException ReadFailed(SocketError error) => SocketErrors.Broken(error, $"Reading from {PeerName} failed");

    private IOException SendFailed(SocketError error) => SocketErrors.Broken(error, $"Sending to {PeerName} failed");
}
