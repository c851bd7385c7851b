using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Simmer;

/// <summary>A connection over TCP or a Unix socket, with or without TLS, made by <c>OpenConnection</c> or a server.</summary>
/// <remarks>
/// What is sent at once goes out at once: <see cref="NoDelay"/> is on, so small sends are best joined by the caller. Reading, sending
/// and cancelling: see <see cref="LoopStream"/>. Semantics: asyncio's streams.
/// </remarks>
/// <example><code>
/// using Connection connection = await OpenConnection("localhost", 8080);
/// await connection.Send("GET / HTTP/1.0\r\n\r\n");
/// byte[] answer = await connection.Read();
/// </code></example>
public abstract class Connection : LoopStream
{
    private protected Connection(EventLoop loop, Channel? channel)
        : base(loop, channel)
    {
    }

    /// <summary>This side's address; null once closed.</summary>
    public abstract EndPoint? LocalEndPoint { get; }

    /// <summary>The peer's address; null if it is not known any more.</summary>
    public abstract EndPoint? RemoteEndPoint { get; }

    /// <summary>The TLS layer, for its protocol, certificates and cipher; null without TLS.</summary>
    public abstract SslStream? Tls { get; }

    /// <summary>
    /// The socket's descriptor, for settings that Simmer has no name for; it stays the connection's:
    /// <c>new Socket(new SafeSocketHandle(connection.Handle, ownsHandle: false))</c>.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The connection is closed.</exception>
    public abstract nint Handle { get; }

    /// <summary>Whether small packets are sent at once, without waiting for earlier ones to be acknowledged. On at first.</summary>
    /// <exception cref="SocketException">It is a Unix socket.</exception>
    public bool NoDelay
    {
        get => GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay) != 0;
        set => SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, value ? 1 : 0);
    }

    /// <summary>Closes at once: what is unsent is dropped, and the peer's next read or send fails with a reset.</summary>
    /// <remarks><c>transport.abort</c>. Does nothing if it is closed.</remarks>
    public void Abort()
    {
        Loop.CheckAccess();
        CloseNow(abort: true);
    }

    /// <summary>Goes over to TLS, as the client.</summary>
    /// <param name="options">The settings; <see cref="SslClientAuthenticationOptions.TargetHost"/> is the name that the certificate must have.</param>
    /// <returns>The connection to use from now on; it closes this one.</returns>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The handshake failed; the connection is closed.</exception>
    /// <remarks>Cancel safety: cancelling closes the connection. <c>StreamWriter.start_tls</c>.</remarks>
    public Coroutine<Connection> StartTls(SslClientAuthenticationOptions options) => TlsConnection.Connect(this, options);

    /// <summary>Goes over to TLS, as the server.</summary>
    /// <param name="options">The settings: the certificate, or the callback that chooses one by the name asked for.</param>
    /// <inheritdoc cref="StartTls(SslClientAuthenticationOptions)"/>
    public Coroutine<Connection> StartTls(SslServerAuthenticationOptions options) => TlsConnection.Accept(this, options);

    /// <summary>Sets an option of the socket.</summary>
    /// <param name="level">The level.</param>
    /// <param name="name">The option.</param>
    /// <param name="value">
    /// The value; for a switch 0 or 1; for <see cref="SocketOptionName.Linger"/> the seconds, up to 65,535, or a negative number for off.
    /// </param>
    /// <exception cref="SocketException">The system refused it.</exception>
    /// <exception cref="NotSupportedException">Simmer does not know it: see <see cref="Handle"/>.</exception>
    public abstract void SetSocketOption(SocketOptionLevel level, SocketOptionName name, int value);

    /// <summary>Reads an option of the socket.</summary>
    /// <returns>The value; for a switch not 0 if it is on; for <see cref="SocketOptionName.Linger"/> the seconds, or -1 if it is off.</returns>
    /// <inheritdoc cref="SetSocketOption"/>
    public abstract int GetSocketOption(SocketOptionLevel level, SocketOptionName name);

    /// <inheritdoc/>
    public override string ToString() => $"<Connection {(IsClosed ? "closed" : Tls is null ? "open" : "open TLS")} to {PeerName}>";

    internal override string PeerName => SocketErrors.NameOf(RemoteEndPoint);
}
