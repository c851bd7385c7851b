using System.Net;
using System.Net.Sockets;

namespace Simmer.Http;

/// <summary>Opens the connections of one handler, on its loop; .NET asks for them on a thread of its pool.</summary>
internal sealed class LoopConnector(EventLoop loop, LoopHttpOptions options)
{
    private readonly ConnectOptions _connect = new()
    {
        AddressFamily = options.AddressFamily,
        HappyEyeballsDelay = options.HappyEyeballsDelay,
        LocalEndPoint = options.LocalEndPoint,
    };

    internal ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        new(ConnectAttempt.Start(loop, Open(context.DnsEndPoint.Host, context.DnsEndPoint.Port), cancellationToken));

    private async Coroutine<Stream> Open(string host, int port)
    {
        Connection connection = options.UnixSocketPath is { } path
            ? await Connecting.Open(new UnixDomainSocketEndPoint(path), _connect with { LocalEndPoint = null })
            : await Connecting.Open(host, port, await Resolve(host, port), _connect);
        return new MarshallingStream(connection);
    }

    private async Coroutine<IPEndPoint[]> Resolve(string host, int port)
    {
        IPEndPoint[] endpoints = await loop.Names.Resolve(host, port, options.AddressFamily);
        return options.AddressPolicy is { } policy ? policy.Filter(host, endpoints) : endpoints;
    }
}
