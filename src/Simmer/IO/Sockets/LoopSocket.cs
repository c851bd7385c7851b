using System.Net;
using System.Net.Sockets;

namespace Simmer;

/// <summary>A socket whose calls never block.</summary>
internal abstract class LoopSocket : Channel
{
    private protected LoopSocket(EventLoop loop, AddressFamily family)
        : base(loop) => Family = family;

    internal AddressFamily Family { get; }

    internal abstract EndPoint? LocalEndPoint { get; }

    internal abstract EndPoint? RemoteEndPoint { get; }

    /// <summary>The descriptor or handle, for calls that Simmer does not make.</summary>
    internal abstract nint NativeHandle { get; }

    internal abstract SocketError Bind(EndPoint endpoint);

    internal abstract SocketError Listen(int backlog);

    /// <summary>
    /// Has it take no more connections at once, also where closing comes later: a process that is being started holds all descriptors for a
    /// moment, and so may .NET. Does nothing where a listener cannot be shut down.
    /// </summary>
    internal abstract void StopListening();

    /// <summary>Begins to connect.</summary>
    /// <returns>
    /// Success, an error, or <see cref="SocketError.InProgress"/>: then <see cref="Channel.Writing"/> is signalled at the end, and
    /// <see cref="ConnectResult"/> tells how it ended. <see cref="SocketError.WouldBlock"/>: a Unix socket whose backlog is full.
    /// </returns>
    internal abstract SocketError Connect(EndPoint endpoint);

    internal abstract SocketError ConnectResult();

    /// <summary>Takes a connection that has come.</summary>
    internal abstract LoopSocket? Accept(out SocketError error);

    /// <summary>Takes an accepted socket, which nobody has waited at yet, off its loop.</summary>
    internal abstract DetachedSocket Detach();

    internal abstract SocketError ShutdownWriting();

    /// <summary>Takes a datagram.</summary>
    /// <returns>
    /// Its length, of which no more than the buffer's is there; -1 with an error, which may be <see cref="SocketError.WouldBlock"/>.
    /// </returns>
    internal abstract int ReceiveFrom(Span<byte> buffer, out EndPoint? sender, out SocketError error);

    /// <summary>Sends a datagram.</summary>
    /// <param name="data">The datagram.</param>
    /// <param name="receiver">The receiver, serialized; null for the one the socket is connected to.</param>
    /// <param name="error">The error, if it fails.</param>
    /// <returns>Its length; -1 with an error, which may be <see cref="SocketError.WouldBlock"/>.</returns>
    internal abstract int SendTo(ReadOnlySpan<byte> data, EndPoint? receiver, out SocketError error);

    internal abstract SocketError SetOption(SocketOptionLevel level, SocketOptionName name, int value);

    internal abstract int GetOption(SocketOptionLevel level, SocketOptionName name, out SocketError error);

    /// <summary>Lets several sockets listen on one port, between which the system shares the connections out.</summary>
    internal abstract SocketError ReusePort();
}
