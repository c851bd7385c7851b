using System.Net;
using System.Net.Sockets;

namespace Simmer;

/// <summary>Making, connecting, accepting, addresses, options and datagrams.</summary>
internal sealed partial class PortableSocket
{
    /// <summary>UDP's; those of Unix sockets may be longer.</summary>
    private const int LargestDatagram = 65536;
    private byte[]? _datagram;
    private int _datagramLength = -1;
    private SocketError _datagramError;
    private EndPoint? _sender;

    internal override EndPoint? LocalEndPoint => IsClosed ? null : _socket.LocalEndPoint;

    internal override EndPoint? RemoteEndPoint => _remote;

    internal override SocketError Bind(EndPoint endpoint) => ErrorOf(() => _socket.Bind(endpoint));

    internal override SocketError Listen(int backlog)
    {
        _isListening = true;
        return ErrorOf(() => _socket.Listen(backlog));
    }

    internal override void StopListening() => ErrorOf(() => _socket.Shutdown(SocketShutdown.Both));

    internal override SocketError Connect(EndPoint endpoint)
    {
        _remote = endpoint;
        if (IsDatagram)
        {
            return ErrorOf(() => _socket.Connect(endpoint));
        }

        _connectError = SocketError.InProgress;
        _sending ??= new PortableOperation(Loop);
        _sending.Arguments.RemoteEndPoint = endpoint;
        _sending.Start(_socket.ConnectAsync, arguments =>
        {
            _connectError = arguments.SocketError;
            arguments.RemoteEndPoint = null;
            Writing.Signal();
        });
        return SocketError.InProgress;
    }

    internal override SocketError ConnectResult() => _connectError;

    internal override LoopSocket? Accept(out SocketError error)
    {
        error = _acceptError;
        _acceptError = SocketError.Success;
        if (error != SocketError.Success)
        {
            return null;
        }

        if (!_accepted.TryDequeue(out Socket? socket))
        {
            error = SocketError.WouldBlock;
            return null;
        }

        var accepted = new PortableSocket(_reactor, socket);
        try
        {
            // Now, because a connection that breaks forgets it.
            accepted._remote = socket.RemoteEndPoint;
        }
        catch (SocketException)
        {
            // It is broken already; reading will tell.
        }

        return _reactor.Hold(accepted);
    }

    internal override DetachedSocket Detach()
    {
        _reactor.LetGo(this);
        IsClosed = true;
        return new DetachedSocket(Family, _remote, -1, _socket);
    }

    internal static PortableSocket Adopt(PortableReactor reactor, DetachedSocket detached) =>
        reactor.Hold(new PortableSocket(reactor, detached.Socket!) { _remote = detached.Remote });

    internal override SocketError ShutdownWriting()
    {
        if (_sending is { IsUnderWay: true })
        {
            return SocketError.WouldBlock;
        }

        return ErrorOf(() => _socket.Shutdown(SocketShutdown.Send));
    }

    internal override int ReceiveFrom(Span<byte> buffer, out EndPoint? sender, out SocketError error)
    {
        sender = _sender;
        error = _datagramError;
        _datagramError = SocketError.Success;
        if (error != SocketError.Success)
        {
            return -1;
        }

        int length = _datagramLength;
        if (length < 0)
        {
            error = SocketError.WouldBlock;
            return -1;
        }

        _datagram.AsSpan(0, Math.Min(length, buffer.Length)).CopyTo(buffer);
        _datagramLength = -1;
        return length;
    }

    internal override int SendTo(ReadOnlySpan<byte> data, EndPoint? receiver, out SocketError error)
    {
        try
        {
            error = SocketError.Success;
            return receiver is null ? _socket.Send(data) : _socket.SendTo(data, SocketFlags.None, receiver);
        }
        catch (SocketException failed)
        {
            error = failed.SocketErrorCode;
            return -1;
        }
    }

    internal override SocketError ReusePort() => ErrorOf(() =>
    {
        ReadOnlySpan<byte> one = [1, 0, 0, 0];
        if (OperatingSystem.IsLinux())
        {
            _socket.SetRawSocketOption(1, 15, one);
        }
        else if (OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD())
        {
            _socket.SetRawSocketOption(0xffff, 0x200, one);
        }
        else
        {
            throw new SocketException((int)SocketError.OperationNotSupported);
        }
    });

    internal override SocketError SetOption(SocketOptionLevel level, SocketOptionName name, int value) => (level, name) switch
    {
        (SocketOptionLevel.Socket, SocketOptionName.Linger) when value > ushort.MaxValue => SocketError.InvalidArgument,
        (SocketOptionLevel.Socket, SocketOptionName.Linger) => ErrorOf(() => _socket.LingerState = new LingerOption(value >= 0, Math.Max(value, 0))),

        // .NET sets it by itself where it is harmless; asked for it, it would let others share the port as well.
        (SocketOptionLevel.Socket, SocketOptionName.ReuseAddress) when !IsDatagram => SocketError.Success,
        _ => ErrorOf(() => _socket.SetSocketOption(level, name, value)),
    };

    internal override int GetOption(SocketOptionLevel level, SocketOptionName name, out SocketError error)
    {
        int value = 0;
        error = ErrorOf(() => value = _socket.GetSocketOption(level, name) switch
        {
            LingerOption linger => linger.Enabled ? linger.LingerTime : -1,
            object number => (int)number,
            null => 0,
        });
        return value;
    }

    private void Accepted(SocketAsyncEventArgs arguments)
    {
        if (arguments.SocketError == SocketError.Success)
        {
            _accepted.Enqueue(arguments.AcceptSocket!);
        }
        else
        {
            _acceptError = arguments.SocketError;
        }

        arguments.AcceptSocket = null;
        Reading.Signal();
    }

    private void StartReceivingDatagram(PortableOperation operation)
    {
        if (Family == AddressFamily.Unix)
        {
            // It may be of any length: it stays in the system until there is room for it.
            operation.Arguments.SocketFlags = SocketFlags.Peek;
            operation.Start(_socket.ReceiveAsync, TakeUnixDatagram);
            return;
        }

        _datagram ??= new byte[LargestDatagram];
        operation.Arguments.SetBuffer(_datagram);
        operation.Arguments.RemoteEndPoint = new IPEndPoint(Family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        operation.Start(_socket.ReceiveFromAsync, arguments =>
        {
            _datagramError = arguments.SocketError;
            if (_datagramError == SocketError.Success)
            {
                _datagramLength = arguments.BytesTransferred;
                _sender = arguments.RemoteEndPoint;
            }

            Reading.Signal();
        });
    }

    private void TakeUnixDatagram(SocketAsyncEventArgs arguments)
    {
        _datagramError = arguments.SocketError != SocketError.Success ? arguments.SocketError : ErrorOf(() =>
        {
            int length = _socket.Available;
            if (_datagram is null || _datagram.Length < length)
            {
                _datagram = new byte[Math.Max(length, LargestDatagram)];
            }

            // Given an endpoint, .NET leaves it as it was where the sender has no name.
            var sender = new SocketAddress(AddressFamily.Unix);
            _datagramLength = _socket.ReceiveFrom(_datagram, SocketFlags.None, sender);
            _sender = UnixAddress.EndPointOf(sender);
        });
        Reading.Signal();
    }

    private static SocketError ErrorOf(Action call)
    {
        try
        {
            call();
            return SocketError.Success;
        }
        catch (SocketException failed)
        {
            return failed.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            return SocketError.OperationAborted;
        }
    }
}
