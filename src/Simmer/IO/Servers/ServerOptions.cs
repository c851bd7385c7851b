using System.Net.Security;

namespace Simmer;

/// <summary>The settings of <see cref="Asyncio.StartServer(Func{Connection, Coroutine}, string?, int, ServerOptions?)"/>.</summary>
public sealed record ServerOptions
{
    internal static readonly ServerOptions Default = new();

    /// <summary>
    /// The settings of TLS; null for none. <see cref="SslServerAuthenticationOptions.ServerCertificateSelectionCallback"/> gets the name
    /// that the client asks for (SNI).
    /// </summary>
    public SslServerAuthenticationOptions? Tls { get; init; }

    /// <summary>How long a client may take for TLS's handshake before it is dropped: 60 s.</summary>
    public Delay TlsHandshakeTimeout { get; init; } = 60;

    /// <summary>How many connections the system keeps until they are accepted; the system has a limit of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int Backlog { get; init => field = Positive.Checked(value); } = 1024;

    /// <summary>Whether the address may be taken while connections of an earlier server on it are dying. On at first, as in asyncio.</summary>
    public bool ReuseAddress { get; init; } = true;

    /// <summary>Whether several sockets, in one process or more, may listen at the port and share its connections.</summary>
    public bool ReusePort { get; init; }

    /// <summary>Whether to accept at once; otherwise from <see cref="Server.StartServing"/> on.</summary>
    public bool StartServing { get; init; } = true;

    /// <summary>Whether an IPv6 address takes IPv4 connections too, if it stands for all of this machine's.</summary>
    internal bool DualMode { get; init; }

    /// <summary>The connections' <see cref="LoopStream.Limit"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int Limit { get; init => field = Positive.Checked(value); } = LoopStream.DefaultLimit;
}
