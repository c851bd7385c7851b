using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Simmer;

/// <summary>A connection that is a socket.</summary>
internal sealed class SocketConnection : Connection
{
    private readonly LoopSocket _socket;

    internal SocketConnection(LoopSocket socket)
        : base(socket.Loop, socket)
    {
        _socket = socket;
        if (socket.Family != AddressFamily.Unix)
        {
            // A peer that is gone already makes this fail; reading will tell.
            socket.SetOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, 1);
        }
    }

    public override EndPoint? LocalEndPoint => _socket.LocalEndPoint;

    public override EndPoint? RemoteEndPoint => _socket.RemoteEndPoint;

    public override SslStream? Tls => null;

    public override nint Handle
    {
        get
        {
            CheckOpen();
            return _socket.NativeHandle;
        }
    }

    public override void SetSocketOption(SocketOptionLevel level, SocketOptionName name, int value)
    {
        CheckOpen();
        SocketError error = _socket.SetOption(level, name, value);
        if (error != SocketError.Success)
        {
            throw SocketErrors.Failed(error, $"Cannot set the socket option {level}/{name} to {value}");
        }
    }

    public override int GetSocketOption(SocketOptionLevel level, SocketOptionName name)
    {
        CheckOpen();
        int value = _socket.GetOption(level, name, out SocketError error);
        return error == SocketError.Success ? value : throw SocketErrors.Failed(error, $"Cannot read the socket option {level}/{name}");
    }

    private protected override SocketError ShutdownChannel() => _socket.ShutdownWriting();
}
