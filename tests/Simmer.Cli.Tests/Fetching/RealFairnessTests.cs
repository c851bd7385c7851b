using Simmer.Cli.Fetching;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Fetching;

/// <summary>
/// What one bad host costs the others, with real servers. Nothing here is held to a time, so that a busy machine changes
/// nothing: counted is what the bad host gets, and the others have to be done before it lets go.
/// </summary>
[Trait("Category", "Slow")]
public sealed class RealFairnessTests
{
    private const int Slots = 64;

    /// <summary>5 % of the slots.</summary>
    private const int Bound = Slots / 20;

    private const string Ok = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
    private const string Throttled = "HTTP/1.1 429 Too Many\r\nRetry-After: 60\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    [Theory]
    [InlineData("slow", true)]
    [InlineData("slow", false)]
    [InlineData("throttled", true)]
    [InlineData("throttled", false)]
    [InlineData("silent", true)]
    [InlineData("cut off", true)]
    public void The_others_are_done_while_one_host_holds_no_more_than_5_percent_of_the_slots(string kind, bool badFirst)
    {
        var othersAreDone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using HostileServer bad = Bad(kind, othersAreDone);
        HostileServer[] good = [.. Enumerable.Range(2, 4).Select(i => HostileServer.Saying(_ => Ok, $"127.0.0.{i}"))];
        string[] goodUrls = [.. Enumerable.Range(0, 600).Select(i => $"{good[i % good.Length].Address}/{i}")];
        string[] badUrls = [.. Enumerable.Range(0, 200).Select(i => $"{bad.Address}/{i}")];
        string[] urls = badFirst ? [.. badUrls, .. goodUrls] : [.. goodUrls.Take(100), .. badUrls, .. goodUrls.Skip(100)];

        // One host may have all slots, as far as the settings go; a request ends only when its server ends it.
        var settings = new FetchSettings
        {
            Concurrency = Slots, PerHost = Slots, Retries = 1, Timeout = TimeSpan.FromMinutes(10), Grace = TimeSpan.Zero,
        };
        int goodDone = 0;
        int mostBefore = 0;
        int requestsBefore = 0;
        List<FetchRecord> records = RealFetch.Run(urls, settings, onFinished: (record, fetcher) =>
        {
            if (!record.Url.StartsWith(bad.Address, StringComparison.Ordinal) && ++goodDone == goodUrls.Length)
            {
                (mostBefore, requestsBefore) = (bad.MostAtOnce, bad.Requests);
                othersAreDone.TrySetResult();
                fetcher.Interrupt();
            }
        });

        Array.ForEach(good, server => server.Dispose());
        Assert.Equal(goodUrls.Length, records.Count(record => record.IsFetched && !record.Url.StartsWith(bad.Address, StringComparison.Ordinal)));
        Assert.Equal(records.Count, records.DistinctBy(record => record.Url).Count());
        Assert.InRange(mostBefore, 1, Bound);
        Assert.True(kind != "throttled" || requestsBefore <= Bound, $"{requestsBefore} requests to a host that asked to be left alone");
    }

    /// <remarks>One that gets more than its part lets go at once: the test then fails rather than hangs.</remarks>
    private static HostileServer Bad(string kind, TaskCompletionSource release)
    {
        HostileServer? server = null;
        server = new HostileServer(
            async (_, stream) =>
            {
                if (server!.MostAtOnce > Bound)
                {
                    release.TrySetResult();
                }

                if (kind is "slow" or "silent")
                {
                    await release.Task;
                }

                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(kind switch { "slow" => Ok, "throttled" => Throttled, _ => "" }));
            },
            "127.0.0.9");
        return server;
    }
}
