using System.Security.Cryptography.X509Certificates;

namespace Simmer.Cli.Fetching;

/// <summary>What the command line says about the way that requests take.</summary>
internal sealed record TransportSettings
{
    /// <summary>Whether HTTP/2 is offered over TLS.</summary>
    internal bool Http2 { get; init; }

    /// <summary>The proxy; null for what the environment says.</summary>
    internal Uri? Proxy { get; init; }

    /// <summary>The certificates of the authorities that are trusted; null for those of the system.</summary>
    internal X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Whether a server's certificate is taken unseen.</summary>
    internal bool Insecure { get; init; }

    /// <summary>The Unix socket that every connection goes to; null for none.</summary>
    internal string? UnixSocket { get; init; }

    /// <summary>Whether only addresses that the public internet reaches are connected to.</summary>
    internal bool PublicOnly { get; init; }

    /// <summary>The proxy that requests to an address go through, be it the environment's; null for none.</summary>
    internal Uri? ProxyFor(Uri address) =>
        Proxy ?? (PublicOnly || UnixSocket is not null ? null : HttpClient.DefaultProxy.GetProxy(address));
}
