using System.Net;
using System.Net.Sockets;

namespace Simmer;

/// <summary>The settings of <see cref="Asyncio.CreateDatagramEndpoint"/>.</summary>
public sealed record DatagramOptions
{
    internal static readonly DatagramOptions Default = new();

    /// <summary>The address to send from and receive at; null for one that the system chooses, and none for a Unix socket.</summary>
    /// <remarks>
    /// Of a Unix socket, the file that an endpoint which is gone has left is deleted first (on Linux), and an endpoint deletes its own when it is
    /// closed, as a server does. An address at which somebody receives is taken.
    /// </remarks>
    public EndPoint? LocalEndPoint { get; init; }

    /// <summary>The one peer to exchange datagrams with; null for any. Its refusals become errors of the endpoint.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>The kind of address, where no address says it.</summary>
    public AddressFamily AddressFamily { get; init; } = AddressFamily.InterNetwork;

    /// <summary>Whether datagrams may be sent to broadcast addresses.</summary>
    public bool AllowBroadcast { get; init; }

    /// <summary>Whether several sockets may receive at the address: the system shares the datagrams out.</summary>
    public bool ReusePort { get; init; }

    /// <summary>
    /// How many bytes of datagrams wait in the system until they are received; what comes beyond is lost, as UDP is. Null for the system's
    /// default. The system may have a limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int? ReceiveBufferSize { get; init => field = value is { } size ? Positive.Checked(size) : null; }

    /// <summary>The longest datagram that can be received whole: 64 kB, which is UDP's own limit; a Unix socket's may be longer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int LargestDatagram { get; init => field = Positive.Checked(value); } = 65536;
}
