using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Simmer;

/// <summary>The settings of <see cref="Asyncio.OpenConnection(string, int, ConnectOptions?)"/>.</summary>
public sealed record ConnectOptions
{
    internal static readonly ConnectOptions Default = new();

    /// <summary>The settings of TLS; null for none. The target host is the host's name unless it is given here.</summary>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>The address to connect from; null for any.</summary>
    public IPEndPoint? LocalEndPoint { get; init; }

    /// <summary>The kind of address to connect to; unspecified for what the name has.</summary>
    public AddressFamily AddressFamily { get; init; } = AddressFamily.Unspecified;

    /// <summary>How long connecting may take, name resolution and TLS included; null for as long as the system tries.</summary>
    public Delay? Timeout { get; init; }

    /// <summary>How long an address has before the next one is tried beside it: RFC 8305's 250 ms at first; null to try one after another.</summary>
    public Delay? HappyEyeballsDelay { get; init; } = 0.25;

    /// <summary>The connection's <see cref="LoopStream.Limit"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int Limit { get; init => field = Positive.Checked(value); } = LoopStream.DefaultLimit;
}
