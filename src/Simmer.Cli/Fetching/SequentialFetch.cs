using System.Diagnostics;

namespace Simmer.Cli.Fetching;

/// <summary>The other side of the comparison: one URL after another, each call blocking the thread until its answer is read.</summary>
internal sealed class SequentialFetch(FetchSettings settings, TransportSettings transport) : IDisposable
{
    private readonly HttpClient _client = new(HttpTransport.CreateBlockingHandler(transport)) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource _cut = new();
    private volatile bool _stopping;

    internal long Fetched { get; private set; }

    internal long Failed { get; private set; }

    internal long Bytes { get; private set; }

    internal TimeSpan Time { get; private set; }

    internal bool IsInterrupted => _stopping;

    /// <param name="urls">What to fetch.</param>
    /// <param name="done">Called after each.</param>
    internal void Run(IEnumerable<string> urls, Action done)
    {
        long began = Stopwatch.GetTimestamp();
        foreach (string url in urls)
        {
            if (_stopping)
            {
                break;
            }

            if (Fetch(url))
            {
                Fetched++;
            }
            else
            {
                Failed++;
            }

            Time = Stopwatch.GetElapsedTime(began);
            done();
        }
    }

    /// <summary>Called on another thread: nothing more is started, and what runs is cut off after the grace period.</summary>
    internal void Interrupt()
    {
        _stopping = true;
        _cut.CancelAfter(settings.Grace);
    }

    public void Dispose()
    {
        _client.Dispose();
        _cut.Dispose();
    }

    private bool Fetch(string url)
    {
        if (!Urls.TryParse(url, out Uri? address, out _))
        {
            return false;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_cut.Token);
        limit.CancelAfter(settings.Timeout);
        try
        {
            using HttpRequestMessage request = HttpTransport.CreateRequest(address);
            using HttpResponseMessage response = _client.Send(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);

            // A read that blocks takes no token: closing the answer ends it.
            using CancellationTokenRegistration closing = limit.Token.Register(response.Dispose);
            return response.IsSuccessStatusCode && ReadBody(response);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException or NotSupportedException)
        {
            return false;
        }
    }

    private bool ReadBody(HttpResponseMessage response)
    {
        byte[] buffer = new byte[16 * 1024];
        using Stream body = response.Content.ReadAsStream();
        long bytes = 0;
        int read;
        while ((read = body.Read(buffer)) > 0)
        {
            bytes += read;
            if (bytes > settings.MaxSize)
            {
                return false;
            }
        }

        Bytes += bytes;
        return true;
    }
}
