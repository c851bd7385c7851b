using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Simmer.Http;

namespace Simmer.Cli.Fetching;

/// <summary>Makes the HTTP clients of all that is fetched: the one place that knows how requests travel.</summary>
internal static class HttpTransport
{
    /// <summary>Where a request that needed a new connection is told how long that took.</summary>
    internal static readonly HttpRequestOptionsKey<ConnectTime> ConnectTimeKey = new("simmer.connect");

    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    internal static string UserAgent { get; } = $"simmer/{typeof(HttpTransport).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>The handler of the fetcher, whose connections are the running loop's.</summary>
    internal static SocketsHttpHandler CreateHandler(TransportSettings settings)
    {
        SocketsHttpHandler handler = LoopHttp.CreateHandler(new LoopHttpOptions
        {
            AddressPolicy = settings.PublicOnly ? AddressPolicy.PublicOnly : null,
            UnixSocketPath = settings.UnixSocket,
            Proxy = ProxyOf(settings),
        });
        Configure(handler, settings, follow: false);
        var connect = handler.ConnectCallback!;
        handler.ConnectCallback = (context, token) => Timed(context, connect(context, token));
        return handler;
    }

    /// <summary>The handler of the fetcher that blocks, which follows redirects itself.</summary>
    internal static SocketsHttpHandler CreateBlockingHandler(TransportSettings settings)
    {
        var handler = new SocketsHttpHandler();
        Configure(handler, settings, follow: true);
        handler.Proxy = ProxyOf(settings);
        handler.UseProxy = handler.Proxy is not null || (!settings.PublicOnly && settings.UnixSocket is null);
        handler.ConnectCallback = (context, _) => new ValueTask<Stream>(Connect(context.DnsEndPoint, settings));
        return handler;
    }

    internal static HttpRequestMessage CreateRequest(Uri address, bool http2 = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address)
        {
            Version = http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        return request;
    }

    private static WebProxy? ProxyOf(TransportSettings settings)
    {
        if (settings.Proxy is not { } proxy)
        {
            return null;
        }

        if (proxy.UserInfo.Length == 0)
        {
            return new WebProxy(proxy);
        }

        // Credentials are not read from the address, which in turn is shown in .NET's errors.
        string[] user = [.. proxy.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString), ""];
        return new WebProxy(new UriBuilder(proxy) { UserName = "", Password = "" }.Uri) { Credentials = new NetworkCredential(user[0], user[1]) };
    }

    private static void Configure(SocketsHttpHandler handler, TransportSettings settings, bool follow)
    {
        handler.AllowAutoRedirect = follow;
        handler.UseCookies = false;
        handler.ActivityHeadersPropagator = null;

        // A list can have a million hosts: what is kept for one is let go soon.
        handler.PooledConnectionIdleTimeout = s_idle;

        // The rest of an answer that nobody wants is read only if it is short; else the connection is closed.
        handler.MaxResponseDrainSize = 64 * 1024;
        handler.ResponseDrainTimeout = TimeSpan.FromSeconds(1);
        if (settings.Insecure)
        {
#pragma warning disable CA5359 // The user asked for it.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        if (settings.PublicOnly || settings.Authorities is not null)
        {
            // A certificate names where its issuer can be had: .NET would go there past the connect callback, though any is taken.
            var policy = new X509ChainPolicy
            {
                DisableCertificateDownloads = settings.PublicOnly,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            if (settings.Authorities is { } authorities)
            {
                policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                policy.CustomTrustStore.AddRange(authorities);
            }

            handler.SslOptions.CertificateChainPolicy = policy;
        }
    }

    private static async ValueTask<Stream> Timed(SocketsHttpConnectionContext context, ValueTask<Stream> connecting)
    {
        long began = Stopwatch.GetTimestamp();
        Stream stream = await connecting.ConfigureAwait(false);
        if (context.InitialRequestMessage.Options.TryGetValue(ConnectTimeKey, out ConnectTime? time))
        {
            time.Set(Stopwatch.GetElapsedTime(began));
        }

        return stream;
    }

    private static NetworkStream Connect(DnsEndPoint endpoint, TransportSettings settings)
    {
        Socket socket = settings.UnixSocket is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (settings.UnixSocket is { } path)
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
            }
            else if (settings.PublicOnly)
            {
                IPAddress[] allowed = [.. Dns.GetHostAddresses(endpoint.Host).Where(AddressPolicy.PublicOnly.Allows)];
                socket.Connect(allowed.Length > 0 ? allowed : throw new AddressForbiddenException($"{endpoint.Host} is not public."), endpoint.Port);
            }
            else
            {
                socket.Connect(endpoint);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Set on whatever thread the connection was made.</summary>
    internal sealed class ConnectTime
    {
        private long _ticks = -1;

        internal double? Seconds => Interlocked.Read(ref _ticks) is var ticks and >= 0 ? new TimeSpan(ticks).TotalSeconds : null;

        internal void Set(TimeSpan time) => Interlocked.Exchange(ref _ticks, time.Ticks);
    }
}
