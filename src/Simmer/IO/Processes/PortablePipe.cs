using System.Buffers;
using System.Net.Sockets;

namespace Simmer;

/// <summary>This process's end of a pipe, on the portable reactor: a stream of .NET's, with one call under way at a time.</summary>
/// <remarks>
/// A read fills a buffer of its own, from which the loop takes, so that a wait that is cancelled has lost nothing. A write takes a
/// copy, at most <see cref="ChunkSize"/> bytes; until that is gone, the next would block.
/// </remarks>
internal sealed class PortablePipe : PipeEnd
{
    private const int ChunkSize = 64 * 1024;
    private readonly PortableReactor _reactor;
    private readonly Stream _stream;

    /// <summary>A call may end on another thread while the loop closes.</summary>
    private readonly Lock _gate = new();
    private byte[]? _buffer;
    private int _start;
    private int _count;
    private SocketError _error;
    private bool _isAtEnd;
    private bool _isUnderWay;

    internal PortablePipe(PortableReactor reactor, Stream stream, bool isReader, string name)
        : base(reactor.Loop, isReader, name)
    {
        _reactor = reactor;
        _stream = stream;
        reactor.Hold(this);
    }

    private protected override int ReadPipe(Span<byte> buffer, out SocketError error)
    {
        if (!CanRead(out error))
        {
            Reading.IsReady = false;
            return -1;
        }

        if (_count == 0)
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, _count);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        _count -= count;
        if (_count == 0)
        {
            ReturnBuffer();
        }

        return count;
    }

    internal override bool CanRead(out SocketError error)
    {
        error = _count > 0 || _isAtEnd ? SocketError.Success
            : _error != SocketError.Success ? _error
            : SocketError.WouldBlock;
        return error == SocketError.Success;
    }

    private protected override int WritePipe(ReadOnlySpan<byte> data, out SocketError error)
    {
        error = _isUnderWay ? SocketError.WouldBlock : _error;
        if (error != SocketError.Success)
        {
            Writing.IsReady = error != SocketError.WouldBlock;
            return -1;
        }

        if (data.IsEmpty)
        {
            return 0;
        }

        _count = Math.Min(data.Length, ChunkSize);
        _buffer = ArrayPool<byte>.Shared.Rent(_count);
        data[.._count].CopyTo(_buffer);
        Begin();
        return _count;
    }

    internal override void Watch(IoDirection direction)
    {
        if (IsReader && !IsClosed && !_isUnderWay && !CanRead(out SocketError error) && error == SocketError.WouldBlock)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
            Begin();
        }
    }

    internal override void OnEvents(uint events)
    {
    }

    internal override void Close(bool abort)
    {
        if (!IsClosed)
        {
            _reactor.LetGo(this);
            OnLoopClosed();
            SignalBoth();
        }
    }

    internal override void OnLoopClosed()
    {
        lock (_gate)
        {
            IsClosed = true;
            if (!_isUnderWay)
            {
                Release();
            }
            else if (IsReader)
            {
                // That ends the call, if anything does.
                _stream.Dispose();
            }
        }
    }

    /// <summary>Begins the one call, on the whole buffer.</summary>
    private void Begin()
    {
        _isUnderWay = true;
        var call = new Call(this);
        ValueTask<int> task = Make();
        System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter awaiter =
            task.ConfigureAwait(false).GetAwaiter();
        if (awaiter.IsCompleted)
        {
            call.Complete(awaiter.GetResult());
        }
        else
        {
            awaiter.UnsafeOnCompleted(() => call.Complete(awaiter.GetResult()));
        }
    }

    /// <returns>How many bytes; -1 if it has failed.</returns>
    private async ValueTask<int> Make()
    {
        try
        {
            if (IsReader)
            {
                return await _stream.ReadAsync(_buffer.AsMemory(0, ChunkSize)).ConfigureAwait(false);
            }

            await _stream.WriteAsync(_buffer.AsMemory(0, _count)).ConfigureAwait(false);
            await _stream.FlushAsync().ConfigureAwait(false);
            return _count;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    /// <summary>The call has ended. On the loop; or wherever, if that is closed.</summary>
    private void Ended(int count)
    {
        lock (_gate)
        {
            _isUnderWay = false;
            if (IsClosed || Loop.IsClosed)
            {
                // What was taken to be written has been.
                Release();
                return;
            }
        }

        if (count < 0)
        {
            _error = IsReader ? SocketError.ConnectionReset : SocketError.Shutdown;
        }

        _isAtEnd = IsReader && count == 0;
        (_start, _count) = (0, IsReader ? Math.Max(count, 0) : 0);
        if (_count == 0)
        {
            ReturnBuffer();
        }

        if (count < 0 || _isAtEnd)
        {
            // Nothing comes or goes any more: it is given back though nobody closes it.
            _reactor.LetGo(this);
            _stream.Dispose();
        }

        Direction.Signal();
    }

    /// <summary>Gives back what it holds; no call is under way.</summary>
    private void Release()
    {
        _stream.Dispose();
        (_start, _count) = (0, 0);
        ReturnBuffer();
    }

    private void ReturnBuffer()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
    }

    /// <summary>The end of a call, brought to the loop.</summary>
    private sealed class Call(PortablePipe pipe) : LoopItem
    {
        private int _result;

        internal void Complete(int result)
        {
            _result = result;
            if (!pipe.Loop.EnqueueFromAnywhere(this))
            {
                pipe.Ended(result);
            }
        }

        internal override void Run(EventLoop loop) => pipe.Ended(_result);

        internal override void Drop() => pipe.Ended(_result);

        internal override string Describe() => $"end of a call on {pipe.Name}";
    }
}
