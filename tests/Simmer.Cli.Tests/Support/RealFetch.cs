using Simmer.Cli.Fetching;

namespace Simmer.Cli.Tests.Support;

/// <summary>Fetches over real HTTP, in this process.</summary>
internal static class RealFetch
{
    internal static List<FetchRecord> Run(
        IReadOnlyList<string> urls, FetchSettings? settings = null, IBodySink? sink = null, TransportSettings? transport = null,
        Action<FetchRecord, Fetcher>? onFinished = null, Action<Fetcher>? onStarted = null,
        Func<Fetcher, Coroutine>? beside = null, TimeProvider? clock = null)
    {
        settings ??= new FetchSettings { Retries = 0 };
        using var clients = new HttpClients(() => HttpTransport.CreateHandler(transport ?? new()));
        using var source = new UrlSource(urls);
        var records = new List<FetchRecord>();
        Fetcher? fetcher = null;
        fetcher = new Fetcher(settings, source, new HttpAttempts(clients, settings, sink ?? new NoSink()) { Http2 = transport?.Http2 ?? false })
        {
            Finished = async record =>
            {
                records.Add(record);
                onFinished?.Invoke(record, fetcher!);
            },
        };
        onStarted?.Invoke(fetcher);
        Asyncio.Run(Main(), new RunnerOptions { Clock = clock });
        return records;

        async Coroutine Main()
        {
            LoopTask? other = beside is null ? null : Asyncio.CreateTask(beside(fetcher));
            await fetcher.Run();
            if (other is not null)
            {
                await other;
            }
        }
    }

    internal static FetchRecord One(string url, FetchSettings? settings = null, IBodySink? sink = null) =>
        Assert.Single(Run([url], settings, sink));
}
