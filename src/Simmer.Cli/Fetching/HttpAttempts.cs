using System.Buffers;
using System.Globalization;
using System.Net;

namespace Simmer.Cli.Fetching;

/// <summary>Makes requests over HTTP, each within the time limit, and hands the bodies to a sink.</summary>
internal sealed class HttpAttempts(HttpClients clients, FetchSettings settings, IBodySink sink) : IAttempts
{
    private const int SmallestBuffer = 4 * 1024;
    private const int UsualBuffer = 16 * 1024;
    private const int LargestBuffer = 64 * 1024;

    /// <summary>The way that requests take.</summary>
    internal TransportSettings Transport { get; init; } = new();

    public async Coroutine<AttemptResult> Run(Job job)
    {
        try
        {
            return await Asyncio.Timeout(settings.Timeout, _ => Exchange(job));
        }
        catch (TimeoutException) when (job.IsReceived)
        {
            // The time was up while the file was being put in its place.
            return AttemptResult.Fetched;
        }
        catch (TimeoutException)
        {
            bool silent = job.Status is null;
            string what = silent ? "no answer" : string.Create(CultureInfo.InvariantCulture, $"only {job.Bytes} bytes of the body");
            return AttemptResult.Failed(new Failure(
                FailureKind.Timeout, $"{what} within {settings.Timeout.TotalSeconds:0.###} s", IsTransient: true, HostSilent: silent));
        }
        catch (SinkException error)
        {
            return AttemptResult.Failed(new Failure(FailureKind.Write, error.Message));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return AttemptResult.Failed(Failures.Of(error, job.Address, job.Bytes, Transport.ProxyFor(job.Address)));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // An address that the client will not take, say. One URL, not the run.
            return AttemptResult.Failed(new Failure(FailureKind.Internal, $"{error.GetType().Name}: {error.Message}"));
        }
    }

    private async Coroutine<AttemptResult> Exchange(Job job)
    {
        EventLoop loop = Asyncio.GetRunningLoop();
        double began = loop.Time;
        using HttpRequestMessage request = HttpTransport.CreateRequest(job.Address, Transport.Http2);
        var connect = new HttpTransport.ConnectTime();
        request.Options.Set(HttpTransport.ConnectTimeKey, connect);
        using HttpClients.Lease client = clients.Rent(job.Address);
        using HttpResponseMessage response = await client.Invoker.SendAsync(request, Asyncio.CancellationToken);
        double answered = loop.Time;
        job.Connect = connect.Seconds;
        job.Headers = answered - began;
        job.Status = (int)response.StatusCode;
        if (Judge(response, job.Address, loop.Clock.GetUtcNow()) is { } other)
        {
            return other;
        }

        if (response.Content.Headers.ContentLength > settings.MaxSize)
        {
            return TooLarge($"the body has {response.Content.Headers.ContentLength} bytes");
        }

        try
        {
            return await ReceiveBody(job, response.Content);
        }
        finally
        {
            job.Body = loop.Time - answered;
        }
    }

    private async Coroutine<AttemptResult> ReceiveBody(Job job, HttpContent content)
    {
        long? length = content.Headers.ContentLength;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(
            length is { } known ? (int)Math.Clamp(known + 1, SmallestBuffer, LargestBuffer) : UsualBuffer);
        IBody body = sink.Open(job);
        try
        {
            Stream stream = await content.ReadAsStreamAsync(Asyncio.CancellationToken);
            int filled = 0;
            while (true)
            {
                int read = await stream.ReadAsync(buffer.AsMemory(filled), Asyncio.CancellationToken);
                job.Bytes += read;
                filled += read;
                if (job.Bytes > settings.MaxSize)
                {
                    return TooLarge("the body goes on");
                }

                if (read == 0)
                {
                    break;
                }

                if (filled == buffer.Length)
                {
                    await body.Write(buffer);
                    filled = 0;
                }
            }

            await body.Commit(buffer.AsMemory(0, filled));
            return AttemptResult.Fetched;
        }
        finally
        {
            // A read or a write is waited for even when it is cancelled, so nobody uses the buffer any more.
            ArrayPool<byte>.Shared.Return(buffer);
            if (!job.IsReceived)
            {
                await body.Discard();
            }
        }
    }

    /// <summary>What a status means that brings no body we want; null for one that does.</summary>
    private static AttemptResult? Judge(HttpResponseMessage response, Uri address, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        if (status is 301 or 302 or 303 or 307 or 308)
        {
            return Follow(response, address);
        }

        if (status is >= 200 and < 300)
        {
            return null;
        }

        bool transient = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or (HttpStatusCode)425;
        TimeSpan? retryAfter = transient ? RetryPolicy.RetryAfter(response.Headers, now) : null;
        string reason = string.IsNullOrEmpty(response.ReasonPhrase) ? "" : $" {response.ReasonPhrase}";
        return AttemptResult.Failed(new Failure(FailureKind.Status, $"status {status}{reason}", transient, retryAfter));
    }

    private static AttemptResult Follow(HttpResponseMessage response, Uri address)
    {
        int status = (int)response.StatusCode;
        if (response.Headers.Location is not { } location)
        {
            return AttemptResult.Failed(new Failure(FailureKind.Redirect, $"status {status} without a usable Location"));
        }

        if (!Uri.TryCreate(address, location, out Uri? target) || !Urls.TryParse(target.AbsoluteUri, out _, out string? problem))
        {
            return AttemptResult.Failed(new Failure(
                FailureKind.Redirect, $"redirect to {location.OriginalString}, which cannot be followed"));
        }

        return AttemptResult.Redirected(target);
    }

    private AttemptResult TooLarge(string what) =>
        AttemptResult.Failed(new Failure(FailureKind.TooLarge, $"{what}, more than --max-size allows ({settings.MaxSize} bytes)"));
}
