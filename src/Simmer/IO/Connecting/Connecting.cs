using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Simmer;

/// <summary>The coroutines behind <c>OpenConnection</c>.</summary>
internal static class Connecting
{
    internal static async Coroutine<Connection> Open(string host, int port, ConnectOptions options)
    {
        EventLoop loop = Asyncio.RunningLoop("open a connection");
        return await Open(host, port, await loop.Names.Resolve(host, port, options.AddressFamily), options);
    }

    /// <param name="host">The host, for messages and for TLS.</param>
    /// <param name="port">The port.</param>
    /// <param name="addresses">Its addresses, one or more.</param>
    /// <param name="options">The settings.</param>
    internal static async Coroutine<Connection> Open(string host, int port, IPEndPoint[] addresses, ConnectOptions options)
    {
        EventLoop loop = Asyncio.RunningLoop("open a connection");
        return await StartTls(await ConnectFirst(loop, Interleave(addresses), $"{host}:{port}", options), host, options);
    }

    internal static async Coroutine<Connection> Open(EndPoint endpoint, ConnectOptions options)
    {
        EventLoop loop = Asyncio.RunningLoop("open a connection");
        LoopSocket socket = await Connect(loop, endpoint, options.LocalEndPoint);

        // A certificate names an address, not its port.
        string name = endpoint is IPEndPoint ip ? ip.Address.ToString() : SocketErrors.NameOf(endpoint);
        return await StartTls(socket, name, options);
    }

    internal static async Coroutine<Connection> WithTimeout(Coroutine<Connection> connect, Delay timeout, string target)
    {
        Connection? connection = null;
        bool isInTime = false;
        try
        {
            await Asyncio.Timeout(timeout, async _ => connection = await connect);
            isInTime = true;
            return connection!;
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"Connecting to {target} took longer than {timeout.Seconds:0.###} s.", error);
        }
        finally
        {
            if (!isInTime)
            {
                // It may have come in the very iteration in which the time was over.
                connection?.Dispose();
            }
        }
    }

    /// <summary>Connects one socket.</summary>
    internal static async Coroutine<LoopSocket> Connect(EventLoop loop, EndPoint endpoint, IPEndPoint? local)
    {
        LoopSocket? socket;
        while ((socket = await TryConnect(loop, endpoint, local)) is null)
        {
            // The system does not tell when that changes.
            await Asyncio.Sleep(0.005);
        }

        return socket;
    }

    /// <returns>The connected socket; null for a Unix socket whose listener has as many in line as it wants.</returns>
    private static async Coroutine<LoopSocket?> TryConnect(EventLoop loop, EndPoint endpoint, IPEndPoint? local)
    {
        string target = $"Cannot connect to {SocketErrors.NameOf(endpoint)}";
        bool isUnix = endpoint.AddressFamily == AddressFamily.Unix;
        LoopSocket socket = loop.Reactor.CreateSocket(
            endpoint.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (local is not null)
            {
                SocketError refused = socket.Bind(local);
                if (refused != SocketError.Success)
                {
                    throw SocketErrors.Failed(refused, $"{target} from {local}");
                }
            }

            SocketError error = socket.Connect(endpoint);
            if (error == SocketError.InProgress)
            {
                socket.Writing.IsReady = false;
                socket.Watch(socket.Writing);
                await new IoWait(socket.Writing, SocketErrors.NameOf(endpoint), "connect to").Start(nameof(Asyncio.OpenConnection));
                error = socket.ConnectResult();
            }

            if (error == SocketError.WouldBlock)
            {
                socket.Close(abort: true);
                return null;
            }

            return error == SocketError.Success ? socket : throw SocketErrors.Failed(error, target, endpoint);
        }
        catch
        {
            socket.Close(abort: true);
            throw;
        }
    }

    /// <summary>RFC 8305: races the addresses, each a while after the one before.</summary>
    private static async Coroutine<LoopSocket> ConnectFirst(EventLoop loop, IPEndPoint[] addresses, string target, ConnectOptions options)
    {
        if (addresses.Length == 1)
        {
            return await Connect(loop, addresses[0], options.LocalEndPoint);
        }

        var open = new List<LoopSocket>();
        StaggeredResult<LoopSocket> race;
        LoopSocket? winner = null;
        try
        {
            race = await Racing.Staggered(addresses.Select(address => (Func<Coroutine<LoopSocket>>)(() => Attempt(address))), options.HappyEyeballsDelay);
            winner = race.Result;
        }
        finally
        {
            // Two may have connected at the same time.
            foreach (LoopSocket socket in open.Where(socket => socket != winner))
            {
                socket.Close(abort: true);
            }
        }

        return winner ?? throw AllFailed(target, race.Exceptions);

        async Coroutine<LoopSocket> Attempt(IPEndPoint address)
        {
            LoopSocket socket = await Connect(loop, address, options.LocalEndPoint);
            open.Add(socket);
            return socket;
        }
    }

    private static async Coroutine<Connection> StartTls(LoopSocket socket, string host, ConnectOptions options)
    {
        var connection = new SocketConnection(socket) { Limit = options.Limit };
        if (options.Tls is not { } tls)
        {
            return connection;
        }

        if (tls.TargetHost is null)
        {
            tls = Copy(tls);
            tls.TargetHost = host;
        }

        return await connection.StartTls(tls);
    }

    /// <summary>The families by turns, the first address's family first.</summary>
    private static IPEndPoint[] Interleave(IPEndPoint[] addresses)
    {
        IPEndPoint[][] families = [.. addresses.GroupBy(static address => address.AddressFamily).Select(static family => family.ToArray())];
        return [.. Enumerable.Range(0, families.Max(static family => family.Length))
            .SelectMany(i => families.Where(family => i < family.Length).Select(family => family[i]))];
    }

    private static SocketException AllFailed(string target, IReadOnlyList<Exception?> errors)
    {
        SocketException[] sockets = [.. errors.OfType<SocketException>()];
        return sockets.Length == errors.Count
            ? new SocketException(
                (int)sockets[0].SocketErrorCode,
                $"Cannot connect to {target}, at none of its addresses: {string.Join(' ', sockets.Select(static error => error.Message))}")
            : throw new AggregateException($"Cannot connect to {target}, at none of its addresses.", errors.OfType<Exception>());
    }

    /// <summary>A copy, so that the host's name is not written into the caller's settings.</summary>
    internal static SslClientAuthenticationOptions Copy(SslClientAuthenticationOptions options)
    {
        var copy = new SslClientAuthenticationOptions
        {
            AllowRenegotiation = options.AllowRenegotiation,
            AllowTlsResume = options.AllowTlsResume,
            ApplicationProtocols = options.ApplicationProtocols,
            CertificateChainPolicy = options.CertificateChainPolicy,
            CertificateRevocationCheckMode = options.CertificateRevocationCheckMode,
            CipherSuitesPolicy = options.CipherSuitesPolicy,
            ClientCertificateContext = options.ClientCertificateContext,
            ClientCertificates = options.ClientCertificates,
            EnabledSslProtocols = options.EnabledSslProtocols,
            EncryptionPolicy = options.EncryptionPolicy,
            LocalCertificateSelectionCallback = options.LocalCertificateSelectionCallback,
            RemoteCertificateValidationCallback = options.RemoteCertificateValidationCallback,
        };
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            copy.AllowRsaPkcs1Padding = options.AllowRsaPkcs1Padding;
            copy.AllowRsaPssPadding = options.AllowRsaPssPadding;
        }

        return copy;
    }
}
