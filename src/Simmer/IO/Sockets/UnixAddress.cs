using System.Net;
using System.Net.Sockets;

namespace Simmer;

/// <summary>Addresses of Unix sockets as endpoints. A socket that was never bound has an empty one.</summary>
internal static class UnixAddress
{
    private static readonly UnixDomainSocketEndPoint s_factory = new("/");

    internal static EndPoint EndPointOf(SocketAddress address) => s_factory.Create(address);

    internal static bool IsUnnamed(EndPoint? endpoint) => endpoint is UnixDomainSocketEndPoint && endpoint.ToString() is not { Length: > 0 };
}
