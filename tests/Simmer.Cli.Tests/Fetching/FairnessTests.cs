using System.Collections.Concurrent;
using System.Globalization;
using Simmer.Cli.Fetching;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Fetching;

/// <summary>What one bad host costs the others, in virtual time, so that the numbers are exact and the same in every run.</summary>
public sealed class FairnessTests
{
    private const string Bad = "bad.test";
    private const double GoodTime = 0.1;

    private static readonly ConcurrentDictionary<(int Hosts, int PerHost), double> s_alone = new();

    public static TheoryData<string, int, int, bool> Cases()
    {
        var cases = new TheoryData<string, int, int, bool>();
        foreach (string kind in (string[])["throttled", "slow", "crawling", "dead", "refusing", "failing"])
        {
            foreach ((int hosts, int perHost) in ((int, int)[])[(1, 8), (4, 8), (4, 64), (30, 8), (200, 64)])
            {
                cases.Add(kind, hosts, perHost, true);
                cases.Add(kind, hosts, perHost, false);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_bad_host_slows_the_others_by_no_more_than_5_percent(string kind, int hosts, int perHost, bool badFirst)
    {
        string[] good = [.. Enumerable.Range(0, 3_000).Select(i => $"http://good{i % hosts}.test/{i}")];
        string[] bad = [.. Enumerable.Range(0, 300).Select(i => $"http://{Bad}/{i}")];
        string[] all = badFirst ? [.. bad, .. good] : [.. good.Chunk(10).Zip(bad, (many, one) => many.Append(one)).SelectMany(urls => urls)];

        double without = s_alone.GetOrAdd((hosts, perHost), _ => TimeOfOthers(good, kind, hosts, perHost, all: 3_000));
        double with = TimeOfOthers(all, kind, hosts, perHost, all: 3_300);

        Assert.True(with <= 1.05 * without, string.Create(CultureInfo.InvariantCulture, $"{without:F2} s alone, {with:F2} s beside the bad host"));
    }

    private static double TimeOfOthers(string[] urls, string kind, int hosts, int perHost, int all)
    {
        var web = new SimulatedWeb();
        var random = new Random(1);
        for (int i = 0; i < hosts; i++)
        {
            web.AddGood($"good{i}.test", GoodTime);
        }

        web.Add(Bad, _ => Answer(kind, random));
        List<FetchRecord> records = web.Fetch(urls, new FetchSettings { PerHost = perHost });

        Assert.Equal(all, records.Select(record => record.Url).Distinct().Count());
        Assert.Equal(all, records.Count);
        Assert.InRange(web.MostAtOnce, 1, 64);
        return records.Where(record => !record.Url.Contains(Bad)).Max(record => record.EndedAt);
    }

    private static async Coroutine<AttemptResult> Answer(string kind, Random random)
    {
        switch (kind)
        {
            case "slow":
                await Asyncio.Sleep(20);
                return AttemptResult.Fetched;
            case "crawling":
                await Asyncio.Sleep(1);
                return AttemptResult.Fetched;
            case "dead":
                await Asyncio.Sleep(30);
                return AttemptResult.Failed(new Failure(FailureKind.Timeout, "no answer", IsTransient: true, HostSilent: true));
            case "refusing":
                await Asyncio.Sleep(0.001);
                return AttemptResult.Failed(new Failure(FailureKind.Refused, "refused", IsTransient: true, HostSilent: true));
            case "failing":
                await Asyncio.Sleep(GoodTime);
                return AttemptResult.Failed(new Failure(FailureKind.Status, "status 500", IsTransient: true));
            default:
                // Of ten requests nine are told to come back in a second.
                await Asyncio.Sleep(GoodTime);
                return random.Next(10) > 0
                    ? AttemptResult.Failed(new Failure(FailureKind.Status, "status 429", IsTransient: true, TimeSpan.FromSeconds(1)))
                    : AttemptResult.Fetched;
        }
    }
}
