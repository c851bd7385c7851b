using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Simmer.Cli.Fetching;

/// <summary>Makes the HTTP client of all that is fetched: the one place that knows how requests travel.</summary>
internal static class HttpTransport
{
    /// <summary>Where a request that needed a new connection is told how long that took.</summary>
    internal static readonly HttpRequestOptionsKey<ConnectTime> ConnectTimeKey = new("simmer.connect");

    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    internal static string UserAgent { get; } = $"simmer/{typeof(HttpTransport).Assembly.GetName().Version!.ToString(3)}";

    /// <param name="follow">Whether it follows redirects itself.</param>
    internal static SocketsHttpHandler CreateHandler(bool follow = false) => new()
    {
        AllowAutoRedirect = follow,
        UseCookies = false,
        ActivityHeadersPropagator = null,

        // A list can have a million hosts: what is kept for one is let go soon.
        PooledConnectionIdleTimeout = s_idle,

        // The rest of an answer that nobody wants is read only if it is short; else the connection is closed.
        MaxResponseDrainSize = 64 * 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        ConnectCallback = Connect,
    };

    internal static HttpRequestMessage CreateRequest(Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address) { Version = HttpVersion.Version11 };
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        return request;
    }

    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        if (context.InitialRequestMessage.Options.TryGetValue(ConnectTimeKey, out ConnectTime? time))
        {
            time.Set(Stopwatch.GetElapsedTime(began));
        }

        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Set on whatever thread the connection was made.</summary>
    internal sealed class ConnectTime
    {
        private long _ticks = -1;

        internal double? Seconds => Interlocked.Read(ref _ticks) is var ticks and >= 0 ? new TimeSpan(ticks).TotalSeconds : null;

        internal void Set(TimeSpan time) => Interlocked.Exchange(ref _ticks, time.Ticks);
    }
}
