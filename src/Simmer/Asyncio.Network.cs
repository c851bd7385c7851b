using System.Net;
using System.Net.Sockets;

namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Connects to a host over TCP, and over TLS if the options say so.</summary>
    /// <param name="host">A name or an address. A name's addresses are tried by turns of their families, each beside the one before.</param>
    /// <param name="port">The port.</param>
    /// <param name="options">TLS, time limit, local address, …; null for the usual settings.</param>
    /// <returns>A coroutine of the connection, which the caller closes.</returns>
    /// <exception cref="SocketException">The name is not known, or no address could be connected to.</exception>
    /// <exception cref="TimeoutException">It took longer than the options allow.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">TLS's handshake failed.</exception>
    /// <remarks>
    /// Cancel safety: every attempt is cancelled and closed. Happy Eyeballs after RFC 8305. Semantics: <c>asyncio.open_connection</c>.
    /// </remarks>
    /// <example><code>
    /// using Connection connection = await OpenConnection("example.org", 443, new() { Tls = new(), Timeout = 5 });
    /// </code></example>
    public static Coroutine<Connection> OpenConnection(string host, int port, ConnectOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        return WithTimeout(Connecting.Open(host, port, options ?? ConnectOptions.Default), options, $"{host}:{port}");
    }

    /// <summary>Connects to an endpoint: an address and port, or a Unix socket.</summary>
    /// <param name="endpoint">An <see cref="IPEndPoint"/>, <see cref="UnixDomainSocketEndPoint"/> or <see cref="DnsEndPoint"/>.</param>
    /// <param name="options">TLS, time limit, local address, …; null for the usual settings.</param>
    /// <returns>A coroutine of the connection, which the caller closes.</returns>
    /// <exception cref="SocketException">It could not be connected to.</exception>
    /// <exception cref="TimeoutException">It took longer than the options allow.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">TLS's handshake failed.</exception>
    /// <remarks>Cancel safety: the attempt is cancelled and closed.</remarks>
    public static Coroutine<Connection> OpenConnection(EndPoint endpoint, ConnectOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return endpoint is DnsEndPoint dns
            ? OpenConnection(dns.Host, dns.Port, dns.AddressFamily == AddressFamily.Unspecified
                ? options : (options ?? ConnectOptions.Default) with { AddressFamily = dns.AddressFamily })
            : WithTimeout(Connecting.Open(endpoint, options ?? ConnectOptions.Default), options, SocketErrors.NameOf(endpoint));
    }

    /// <summary>Connects to a Unix socket.</summary>
    /// <param name="path">The path of the socket's file.</param>
    /// <param name="options">TLS, time limit, …; null for the usual settings.</param>
    /// <inheritdoc cref="OpenConnection(EndPoint, ConnectOptions?)"/>
    /// <remarks>Cancel safety: the attempt is cancelled and closed. Semantics: <c>asyncio.open_unix_connection</c>.</remarks>
    public static Coroutine<Connection> OpenUnixConnection(string path, ConnectOptions? options = null) =>
        OpenConnection(new UnixDomainSocketEndPoint(path), options);

    /// <summary>Starts a TCP server, over TLS if the options say so.</summary>
    /// <param name="handler">Called for each connection, in a task of its own; the connection is closed when it ends.</param>
    /// <param name="host">The name or address to listen at; null or empty for all of this machine's.</param>
    /// <param name="port">The port; 0 for one that the system chooses, which <see cref="Server.Port"/> tells.</param>
    /// <param name="options">TLS, backlog, sharing of the port, …; null for the usual settings.</param>
    /// <returns>A coroutine of the server, which serves already.</returns>
    /// <exception cref="SocketException">The name is not known, or the address cannot be listened at.</exception>
    /// <remarks>
    /// Cancel safety: it waits for the name only; cancelled in that, it has started nothing. Semantics: <c>asyncio.start_server</c>.
    /// </remarks>
    public static async Coroutine<Server> StartServer(
        Func<Connection, Coroutine> handler, string? host, int port, ServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        EventLoop loop = RunningLoop("start a server");
        IPEndPoint[] endpoints = !string.IsNullOrEmpty(host)
            ? [.. (await loop.Names.Resolve(host, port, AddressFamily.Unspecified)).Distinct()]
            : Socket.OSSupportsIPv6 ? [new(IPAddress.Any, port), new(IPAddress.IPv6Any, port)] : [new(IPAddress.Any, port)];
        return Start(loop, handler, endpoints, options);
    }

    /// <summary>Starts a server at an endpoint: an address and port, or a Unix socket.</summary>
    /// <param name="handler">Called for each connection, in a task of its own; the connection is closed when it ends.</param>
    /// <param name="endpoint">An <see cref="IPEndPoint"/> or <see cref="UnixDomainSocketEndPoint"/>.</param>
    /// <param name="options">TLS, backlog, …; null for the usual settings.</param>
    /// <returns>A coroutine of the server, which serves already.</returns>
    /// <exception cref="SocketException">The address cannot be listened at.</exception>
    /// <exception cref="ArgumentException">It is a name: see <see cref="StartServer(Func{Connection, Coroutine}, string?, int, ServerOptions?)"/>.</exception>
    /// <remarks>
    /// The file that a server which is gone has left is deleted first (on Linux), and a server deletes its own when it is
    /// closed. Cancel safety: it does not wait.
    /// </remarks>
    public static Coroutine<Server> StartServer(Func<Connection, Coroutine> handler, EndPoint endpoint, ServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(endpoint);
        SocketErrors.CheckAddress(endpoint, nameof(endpoint));
        return StartAt(handler, endpoint, options);
    }

    /// <summary>Starts a server at a Unix socket.</summary>
    /// <param name="handler">Called for each connection, in a task of its own; the connection is closed when it ends.</param>
    /// <param name="path">The path of the socket's file.</param>
    /// <param name="options">TLS, backlog, …; null for the usual settings.</param>
    /// <inheritdoc cref="StartServer(Func{Connection, Coroutine}, EndPoint, ServerOptions?)"/>
    /// <remarks>Cancel safety: it does not wait. Semantics: <c>asyncio.start_unix_server</c>.</remarks>
    public static Coroutine<Server> StartUnixServer(Func<Connection, Coroutine> handler, string path, ServerOptions? options = null) =>
        StartServer(handler, new UnixDomainSocketEndPoint(path), options);

    /// <summary>Makes an endpoint that sends and receives datagrams.</summary>
    /// <param name="options">Its addresses and settings; null for UDP over IPv4 at a port that the system chooses.</param>
    /// <returns>A coroutine of the endpoint, which the caller closes.</returns>
    /// <exception cref="SocketException">The system refused an address or a setting.</exception>
    /// <exception cref="ArgumentException">An address is a name: see <see cref="GetAddrInfo"/>.</exception>
    /// <remarks>Cancel safety: it does not wait. <c>loop.create_datagram_endpoint</c>.</remarks>
    /// <example><code>
    /// using DatagramEndpoint client = await CreateDatagramEndpoint(new() { RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 9999) });
    /// await client.Send("question"u8.ToArray());
    /// Datagram answer = await client.Receive();
    /// </code></example>
    public static Coroutine<DatagramEndpoint> CreateDatagramEndpoint(DatagramOptions? options = null)
    {
        SocketErrors.CheckAddress(options?.LocalEndPoint, nameof(options));
        SocketErrors.CheckAddress(options?.RemoteEndPoint, nameof(options));
        return MakeDatagramEndpoint(options ?? DatagramOptions.Default);
    }

    /// <summary>Looks up a host's addresses.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="port">The port that the endpoints are to have.</param>
    /// <param name="family">The kind of address; unspecified for all.</param>
    /// <returns>The endpoints, in the resolver's order.</returns>
    /// <exception cref="SocketException">The name is not known, or has no such address.</exception>
    /// <remarks>
    /// Those who ask for one name at a time share a look-up, whose result is kept for <see cref="EventLoopOptions.NameCacheTime"/>.
    /// Cancel safety: the look-up goes on for the others. <c>loop.getaddrinfo</c>.
    /// </remarks>
    public static async Coroutine<IPEndPoint[]> GetAddrInfo(
        string host, int port = 0, AddressFamily family = AddressFamily.Unspecified) =>
        await RunningLoop("look up a name").Names.Resolve(host, port, family);

    /// <summary>Looks up the name of an address.</summary>
    /// <param name="endpoint">The address and port.</param>
    /// <returns>The host's name, or the address as text if it has none, and the port as text.</returns>
    /// <remarks>Cancel safety: the look-up goes on, and its result is dropped. <c>loop.getnameinfo</c>.</remarks>
    public static async Coroutine<(string Host, string Service)> GetNameInfo(IPEndPoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        string host = await ToThread(() =>
        {
            try
            {
                return Dns.GetHostEntry(endpoint.Address).HostName;
            }
            catch (SocketException)
            {
                return endpoint.Address.ToString();
            }
        });
        return (host, endpoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static Coroutine<Connection> WithTimeout(Coroutine<Connection> connect, ConnectOptions? options, string target) =>
        options?.Timeout is { } timeout ? Connecting.WithTimeout(connect, timeout.Checked(), target) : connect;

#pragma warning disable CS1998 // Inert like its kin: nothing is bound before it is awaited.
    private static async Coroutine<Server> StartAt(Func<Connection, Coroutine> handler, EndPoint endpoint, ServerOptions? options) =>
        Start(RunningLoop("start a server"), handler, [endpoint], options);

    private static async Coroutine<DatagramEndpoint> MakeDatagramEndpoint(DatagramOptions options) =>
        DatagramEndpoint.Create(RunningLoop("make a datagram endpoint"), options);
#pragma warning restore CS1998

    private static Server Start(
        EventLoop loop, Func<Connection, Coroutine> handler, IEnumerable<EndPoint> endpoints, ServerOptions? options)
    {
        var server = new Server(loop, handler, endpoints, options ?? ServerOptions.Default);
        if (options?.StartServing ?? true)
        {
            server.StartServing();
        }

        return server;
    }
}
