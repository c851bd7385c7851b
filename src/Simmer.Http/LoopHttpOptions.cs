using System.Net;
using System.Net.Sockets;

namespace Simmer.Http;

/// <summary>How a handler of <see cref="LoopHttp"/> connects. Everything else is a setting of the handler itself.</summary>
public sealed record LoopHttpOptions
{
    internal static readonly LoopHttpOptions Default = new();

    /// <summary>Which addresses may be connected to; null for all.</summary>
    /// <remarks>
    /// It is asked at the moment of connecting, with the very address, after the name was looked up: no redirect and no answer of a name
    /// server gets around it. With a policy the system's proxy is not used. A <see cref="Proxy"/> given here must be an address that
    /// the policy allows; where that proxy in turn connects to is the proxy's affair, which the policy cannot see. A certificate's issuers are
    /// not downloaded and its revocation is not asked for, since .NET would connect to where the certificate says.
    /// </remarks>
    public AddressPolicy? AddressPolicy { get; init; }

    /// <summary>The Unix socket that every connection goes to, whatever the address's host; null for none.</summary>
    public string? UnixSocketPath { get; init; }

    /// <summary>The proxy; null for the system's settings (<c>HTTPS_PROXY</c> and its kin).</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>The address to connect from; null for any.</summary>
    public IPEndPoint? LocalEndPoint { get; init; }

    /// <summary>The kind of address to connect to; unspecified for what the name has.</summary>
    public AddressFamily AddressFamily { get; init; } = AddressFamily.Unspecified;

    /// <summary>How long an address has before the next one is tried beside it: RFC 8305's 250 ms at first; null to try one after another.</summary>
    public Delay? HappyEyeballsDelay { get; init; } = 0.25;
}
