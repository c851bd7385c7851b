using System.Globalization;
using System.Text.Json;

namespace Simmer.FetchRuns;

/// <summary>The same good URLs beside nothing, and beside one host that throttles, is slow, or never answers; in turn, several times.</summary>
internal static class BadHost
{
    private const int Good = 4;
    private const int GoodUrls = 3_000;
    private const int BadUrls = 300;
    private static readonly string[] s_kinds = ["none", "throttled", "slow", "dead"];

    internal static async Task<int> Run(int rounds)
    {
        await using Servers servers = await Servers.Start(Good + 1);
        var times = s_kinds.ToDictionary(kind => kind, _ => new List<double>());
        for (int round = 0; round < rounds; round++)
        {
            foreach (string kind in s_kinds)
            {
                double time = await TimeOfOthers(servers, kind);
                times[kind].Add(time);
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}, {kind,-9} {time:F3} s"));
            }
        }

        double alone = Median(times["none"]);
        Console.WriteLine($"Median time of {GoodUrls} URLs of {Good} hosts that answer after 50 ms, 64 slots, beside {BadUrls} of a bad host; {rounds} rounds in turn");
        foreach (string kind in s_kinds)
        {
            double time = Median(times[kind]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind,-9} {time:F3} s  {time / alone:F3}  ({times[kind].Min():F3} to {times[kind].Max():F3})"));
        }

        return 0;
    }

    private static async Task<double> TimeOfOthers(Servers servers, string kind)
    {
        IEnumerable<string> urls = Enumerable.Range(0, GoodUrls).Select(i => $"{servers.Hosts[i % Good]}/after/50/{i}");
        string path = kind switch { "throttled" => "throttled", "slow" => "after/20000", _ => "silent" };
        IEnumerable<string> bad = Enumerable.Range(0, kind == "none" ? 0 : BadUrls).Select(i => $"{servers.Hosts[Good]}/{path}/{i}");
        using var list = new UrlList(bad.Concat(urls));

        // As far as the settings go, the bad host may have all the slots.
        using var tool = new ToolRun("--quiet", "--concurrency", "64", "--per-host", "64", "--grace", "0", "--input", list.Path);
        int done = 0;
        DateTime first = DateTime.MaxValue;
        DateTime last = DateTime.MinValue;
        await tool.Read(record =>
        {
            if (!record.GetProperty("url").GetString()!.Contains("/after/50/", StringComparison.Ordinal))
            {
                return;
            }

            if (record.GetProperty("error").ValueKind != JsonValueKind.Null)
            {
                throw new InvalidOperationException($"A good host failed: {record}");
            }

            DateTime started = record.GetProperty("started").GetDateTime();
            DateTime ended = started.AddMilliseconds(record.GetProperty("phases").GetProperty("total").GetDouble());
            first = started < first ? started : first;
            last = ended > last ? ended : last;
            if (++done == GoodUrls && kind != "none")
            {
                tool.Interrupt();
            }
        });
        return done == GoodUrls ? (last - first).TotalSeconds : throw new InvalidOperationException($"Only {done} of {GoodUrls} were fetched.");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
