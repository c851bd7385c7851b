using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>Reading and writing for .NET code on the loop: value tasks.</summary>
public abstract partial class LoopStream
{
    private ReadOperation? _readOperation;
    private WriteOperation? _writeOperation;

    /// <summary>Receives what is there, for .NET code on the loop; in a coroutine await <see cref="Receive"/>.</summary>
    /// <param name="buffer">Where to put it. If it is empty, this waits until there is something, and gives 0.</param>
    /// <param name="cancellationToken">Cancels it; no byte is lost.</param>
    /// <returns>How many bytes; 0 at the end. It allocates nothing if awaited once.</returns>
    /// <exception cref="InvalidOperationException">This is another thread than the loop's, or another read is waiting.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        CheckCanRead(nameof(ReadAsync));
        if (BufferedBytes > 0)
        {
            return new ValueTask<int>(TakeBuffered(buffer.Span));
        }

        if (_channel is null)
        {
            return ReadThroughLayer(buffer, cancellationToken);
        }

        try
        {
            int count = TryRead(buffer.Span);
            if (count >= 0)
            {
                return new ValueTask<int>(count);
            }
        }
        catch (IOException error)
        {
            return ValueTask.FromException<int>(error);
        }

        if (_readOperation is not { IsTaken: false })
        {
            _readOperation = new ReadOperation(this);
        }

        return _readOperation.Start(buffer, cancellationToken);
    }

    /// <summary>Writes all of <paramref name="buffer"/>, for .NET code on the loop; in a coroutine await <see cref="Send(ReadOnlyMemory{byte})"/>.</summary>
    /// <param name="buffer">The bytes; they must not change until this ends.</param>
    /// <param name="cancellationToken">Cancels it; if a part had gone out, nothing more can be sent.</param>
    /// <returns>A value task that ends when the system has taken the last byte. It allocates nothing if awaited once.</returns>
    /// <exception cref="InvalidOperationException">This is another thread than the loop's, or another write is under way.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        CheckCanSend(nameof(WriteAsync));
        if (_senders > 0)
        {
            throw IoWait.Taken(nameof(WriteAsync));
        }

        if (_channel is null)
        {
            return WriteAsyncToLayer(buffer, cancellationToken);
        }

        int sent = 0;
        if (!buffer.IsEmpty)
        {
            try
            {
                sent = WriteChannel(buffer.Span);
            }
            catch (IOException error)
            {
                return ValueTask.FromException(error);
            }
        }

        if (sent == buffer.Length)
        {
            return default;
        }

        if (_writeOperation is not { IsTaken: false })
        {
            _writeOperation = new WriteOperation(this);
        }

        return _writeOperation.Start(buffer, sent, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <summary>Copies what comes to another stream, up to the end. Wherever a write to that ends, the next read is the loop's.</summary>
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">This is another thread than the loop's, or another read is waiting.</exception>
    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ValidateCopyToArguments(destination, bufferSize);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(bufferSize);
        try
        {
            int count;
            while ((count = await ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                await new LoopHop(Loop);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public override IAsyncResult BeginRead(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
        TaskToAsyncResult.Begin(ReadAsync(buffer, offset, count, CancellationToken.None), callback, state);

    /// <inheritdoc/>
    public override int EndRead(IAsyncResult asyncResult) => TaskToAsyncResult.End<int>(asyncResult);

    /// <inheritdoc/>
    public override IAsyncResult BeginWrite(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
        TaskToAsyncResult.Begin(WriteAsync(buffer, offset, count, CancellationToken.None), callback, state);

    /// <inheritdoc/>
    public override void EndWrite(IAsyncResult asyncResult) => TaskToAsyncResult.End(asyncResult);

    private protected virtual ValueTask<int> ReadAsyncFromLayer(Memory<byte> buffer, CancellationToken token) =>
        throw new System.Diagnostics.UnreachableException();

    private protected virtual ValueTask WriteAsyncToLayer(ReadOnlyMemory<byte> buffer, CancellationToken token) =>
        throw new System.Diagnostics.UnreachableException();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadThroughLayer(Memory<byte> buffer, CancellationToken token)
    {
        _isLayerReading = true;
        try
        {
            int count = await ReadAsyncFromLayer(buffer, token).ConfigureAwait(false);

            // Who asks for nothing has not met the end.
            _isAtEnd |= count == 0 && !buffer.IsEmpty;
            return count;
        }
        catch (IOException) when (IsClosed || Loop.IsClosed)
        {
            // What .NET's layer makes of the closing, on another thread if the loop is closed.
            throw Closed();
        }
        finally
        {
            _isLayerReading = false;
        }
    }

    /// <returns>How many bytes, 0 at the end or if the buffer is empty and a read would not block; -1 if it would.</returns>
    private int TryRead(Span<byte> buffer)
    {
        if (!buffer.IsEmpty)
        {
            return ReadChannel(buffer);
        }

        if (_readError != SocketError.Success)
        {
            throw ReadFailed(_readError);
        }

        if (_isAtEnd || _channel!.CanRead(out SocketError error))
        {
            return 0;
        }

        if (error == SocketError.WouldBlock)
        {
            return -1;
        }

        // The system has told it: the next read would find an end.
        _readError = error;
        throw ReadFailed(error);
    }

    private sealed class ReadOperation(LoopStream stream) : IoOperation(stream._channel!, stream._channel!.Reading)
    {
        private Memory<byte> _buffer;

        internal ValueTask<int> Start(Memory<byte> buffer, CancellationToken token)
        {
            Begin(token);
            _buffer = buffer;
            return new ValueTask<int>(this, Version);
        }

        private protected override int? Attempt()
        {
            stream.CheckOpen();
            if (_buffer.IsEmpty && stream._channel!.Reading.IsReady)
            {
                // A signal has come: who asks for nothing else need not look.
                return 0;
            }

            int count = stream.TryRead(_buffer.Span);
            return count < 0 ? null : count;
        }

        private protected override void Forget() => _buffer = default;

        internal override string Describe() => $"read from {stream.PeerName}";
    }

    private sealed class WriteOperation(LoopStream stream) : IoOperation(stream._channel!, stream._channel!.Writing)
    {
        private ReadOnlyMemory<byte> _data;
        private bool _hasSent;

        internal ValueTask Start(ReadOnlyMemory<byte> data, int sent, CancellationToken token)
        {
            Begin(token);
            _data = data[sent..];
            _hasSent = sent > 0;
            return new ValueTask(this, Version);
        }

        private protected override int? Attempt()
        {
            stream.CheckOpen();
            int count = stream.WriteChannel(_data.Span);
            _hasSent |= count > 0;
            _data = _data[count..];
            return _data.IsEmpty ? 0 : null;
        }

        private protected override void Abandon() => stream._isSendBroken |= _hasSent;

        private protected override void Forget() => _data = default;

        internal override string Describe() => $"write to {stream.PeerName}";
    }
}
