using System.Globalization;
using Simmer.Cli.Fetching;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Fetching;

/// <summary>What one bad host costs the others: real servers and real connections, and answers that take virtual time.</summary>
[Trait("Category", "Slow")]
public sealed class SteppedFairnessTests
{
    private const int Slots = 64;
    private const int GoodUrls = 1_200;
    private const string Bad = "127.0.0.9";

    private static readonly Lazy<double> s_alone = new(() => TimeOfOthers(null, badFirst: true));

    [Theory]
    [InlineData("throttled", true)]
    [InlineData("throttled", false)]
    [InlineData("slow", true)]
    [InlineData("slow", false)]
    [InlineData("crawling", true)]
    [InlineData("failing", false)]
    [InlineData("dead", true)]
    [InlineData("refusing", true)]
    public void One_bad_host_slows_the_others_by_no_more_than_5_percent(string kind, bool badFirst)
    {
        double without = s_alone.Value;
        double with = TimeOfOthers(kind, badFirst);

        Assert.InRange(without, 0.09 * GoodUrls / Slots, 0.12 * GoodUrls / Slots);
        Assert.True(with <= 1.05 * without, string.Create(CultureInfo.InvariantCulture, $"{without:F3} s alone, {with:F3} s beside the bad host"));
    }

    private static double TimeOfOthers(string? kind, bool badFirst)
    {
        using var web = new SteppedWeb();
        string[] good = [.. Enumerable.Range(2, 4).Select(i => web.Add($"127.0.0.{i}", Answer))];
        string[] urls = [.. Enumerable.Range(0, GoodUrls).Select(i => $"{good[i % good.Length]}/{i}")];
        if (kind is not null)
        {
            string bad = kind == "refusing" ? SteppedWeb.Nobody() : web.Add(Bad, path => BadAnswer(kind, path));
            string[] badUrls = [.. Enumerable.Range(0, GoodUrls / 8).Select(i => $"{bad}/{i}")];
            urls = badFirst ? [.. badUrls, .. urls] : [.. urls.Chunk(8).Zip(badUrls, (many, one) => many.Append(one)).SelectMany(many => many)];
        }

        // As far as the settings go, one host may have all the slots.
        var settings = new FetchSettings { Concurrency = Slots, PerHost = Slots };
        int done = 0;
        double last = 0;
        web.Fetch(urls, settings, record =>
        {
            if (!record.Url.Contains(Bad, StringComparison.Ordinal))
            {
                Assert.Null(record.Failure);
                last = record.EndedAt;
                done++;
            }

            return done == GoodUrls;
        });
        Assert.Equal(GoodUrls, done);
        return last;
    }

    // 80 to 120 ms: answers in step would round the result to whole rounds.
    private static (double Seconds, string Bytes) Answer(string path) =>
        (0.08 + (0.01 * (Number(path) / 4 % 5)), With("200 OK", "Content-Length: 2", "ok"));

    private static (double Seconds, string Bytes) BadAnswer(string kind, string path) => kind switch
    {
        "slow" => (20, With("200 OK", "Content-Length: 0")),
        "crawling" => (1, With("200 OK", "Content-Length: 0")),
        "failing" => (0.1, With("500 Broken", "Content-Length: 0")),
        "throttled" when Number(path) % 10 > 0 => (0.1, With("429 Too Many", "Retry-After: 1\r\nContent-Length: 0")),
        "throttled" => (0.1, With("200 OK", "Content-Length: 0")),
        _ => (double.PositiveInfinity, ""),
    };

    private static int Number(string path) => int.Parse(path.AsSpan(1), CultureInfo.InvariantCulture);

    private static string With(string status, string headers, string body = "") =>
        $"HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n\r\n{body}";
}
