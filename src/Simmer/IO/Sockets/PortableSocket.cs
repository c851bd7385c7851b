using System.Net.Sockets;

namespace Simmer;

/// <summary>A socket of the portable reactor.</summary>
/// <remarks>
/// What would block on writing goes out through one asynchronous send of a copy, at most <see cref="ChunkSize"/> bytes; until that
/// has ended, the socket would block.
/// </remarks>
internal sealed partial class PortableSocket : LoopSocket
{
    private const int ChunkSize = 64 * 1024;
    private readonly PortableReactor _reactor;
    private readonly Socket _socket;
    private readonly Queue<Socket> _accepted = new();
    private PortableOperation? _receiving;
    private PortableOperation? _sending;
    private SocketError _acceptError;
    private SocketError _connectError;
    private SocketError _sendError;
    private bool _isListening;
    private bool _isAborted;
    private System.Net.EndPoint? _remote;

    internal PortableSocket(PortableReactor reactor, Socket socket)
        : base(reactor.Loop, socket.AddressFamily)
    {
        _reactor = reactor;
        _socket = socket;
        socket.Blocking = false;
    }

    internal override nint NativeHandle => _socket.Handle;

    private bool IsDatagram => _socket.SocketType == SocketType.Dgram;

    internal override int Read(Span<byte> buffer, out SocketError error)
    {
        int count = Receive(buffer, SocketFlags.None, out error);
        Reading.IsReady = error != SocketError.WouldBlock;
        return count;
    }

    internal override bool CanRead(out SocketError error)
    {
        Span<byte> first = stackalloc byte[1];
        int count = Receive(first, SocketFlags.Peek, out error);
        Reading.IsReady = error != SocketError.WouldBlock;
        return count >= 0;
    }

    internal override int Write(ReadOnlySpan<byte> data, out SocketError error)
    {
        error = _sendError;
        if (error != SocketError.Success)
        {
            return -1;
        }

        if (_sending is { IsUnderWay: true })
        {
            error = SocketError.WouldBlock;
            return -1;
        }

        int count;
        try
        {
            count = _socket.Send(data, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException)
        {
            error = SocketError.OperationAborted;
            return -1;
        }

        if (error == SocketError.WouldBlock)
        {
            count = 0;
            error = SocketError.Success;
        }
        else if (error != SocketError.Success)
        {
            return -1;
        }

        if (count < data.Length)
        {
            ReadOnlySpan<byte> chunk = data.Slice(count, Math.Min(data.Length - count, ChunkSize));
            _sending ??= new PortableOperation(Loop);
            _sending.CopyFrom(chunk);
            _sending.Start(_socket.SendAsync, ChunkSent);
            count += chunk.Length;
        }

        return count;
    }

    internal override void Watch(IoDirection direction)
    {
        if (IsClosed)
        {
            return;
        }

        if (direction == Reading)
        {
            _receiving ??= new PortableOperation(Loop);
            if (!_receiving.IsUnderWay)
            {
                StartReading(_receiving);
            }
        }
        else if (_sending is not { IsUnderWay: true })
        {
            // Datagrams alone: a stream that would block has a send under way. Such a shortage is over in a moment.
            Loop.CallLater(TimeSpan.FromMilliseconds(1), Writing.Signal);
        }
    }

    internal override void OnEvents(uint events)
    {
    }

    internal override void Close(bool abort)
    {
        if (IsClosed)
        {
            return;
        }

        if (abort)
        {
            _socket.LingerState = new LingerOption(true, 0);
            _isAborted = true;
        }

        _reactor.LetGo(this);
        OnLoopClosed();
        SignalBoth();
    }

    internal override void OnLoopClosed()
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        while (_accepted.TryDequeue(out Socket? accepted))
        {
            accepted.Dispose();
        }

        // What was accepted is sent, even if the loop closes meanwhile.
        if (_isAborted || _sending is not { IsUnderWay: true, HasBuffer: true } || !_sending.TryDefer(_socket.Dispose))
        {
            CloseSocket();
        }
    }

    private void CloseSocket()
    {
        // Closing would cancel a receive, which .NET does by a reset. Shut down, it ends by itself.
        bool isEnding = _receiving is { IsUnderWay: true } && !_isAborted && !_isListening && !IsDatagram
            && ErrorOf(() => _socket.Shutdown(SocketShutdown.Both)) == SocketError.Success
            && _receiving.TryDefer(_socket.Dispose);
        if (!isEnding)
        {
            _socket.Dispose();
        }

        _receiving?.Abandon();
        _sending?.Abandon();
    }

    private int Receive(Span<byte> buffer, SocketFlags flags, out SocketError error)
    {
        if (IsClosed)
        {
            error = SocketError.OperationAborted;
            return -1;
        }

        int count = _socket.Receive(buffer, flags, out error);
        if (count == 0 && error == SocketError.Success)
        {
            error = EndOrLoss();
        }

        return error == SocketError.Success ? count : -1;
    }

    /// <summary>What a read that met an end is to say: the system tells of a broken connection once, and it may have told a send.</summary>
    /// <returns>
    /// <see cref="SocketError.WouldBlock"/> while a send is under way that has an error already, or is about to, which .NET does not tell
    /// yet. A send of no bytes fails then as well; behind a mere end it succeeds, so no reader waits for a send that lasts.
    /// </returns>
    private SocketError EndOrLoss()
    {
        if (_sending is { IsUnderWay: true, HasEnded: false })
        {
            _socket.Send(ReadOnlySpan<byte>.Empty, SocketFlags.None, out SocketError broken);
            return broken == SocketError.Success ? SocketError.Success : SocketError.WouldBlock;
        }

        return LastSendError is var lost and not SocketError.Shutdown ? lost : SocketError.Success;
    }

    /// <summary>The error of the asynchronous send, also if the loop has not come to its end yet.</summary>
    private SocketError LastSendError => _sending is { IsUnderWay: true, HasEnded: true } ? _sending.Arguments.SocketError : _sendError;

    private void ChunkSent(SocketAsyncEventArgs arguments)
    {
        int left = arguments.Count - arguments.BytesTransferred;
        if (arguments.SocketError == SocketError.Success && left > 0 && !_isAborted)
        {
            arguments.SetBuffer(arguments.Offset + arguments.BytesTransferred, left);
            _sending!.Start(_socket.SendAsync, ChunkSent);
            return;
        }

        _sendError = arguments.SocketError;
        _sending!.ReturnBuffer();
        if (IsClosed)
        {
            CloseSocket();
        }

        Writing.Signal();
    }

    private void StartReading(PortableOperation operation)
    {
        if (_isListening)
        {
            operation.Start(_socket.AcceptAsync, Accepted);
        }
        else if (IsDatagram)
        {
            StartReceivingDatagram(operation);
        }
        else
        {
            operation.Start(_socket.ReceiveAsync, _ => Reading.Signal());
        }
    }
}
