using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Simmer.FetchRuns;

/// <summary>A million URLs out of a file: each exactly once, and how much memory that takes.</summary>
internal static class Million
{
    private const long MostMemory = 300_000_000;
    private const int Hosts = 4;

    internal static async Task<int> Run(int count)
    {
        await using Servers servers = await Servers.Start(Hosts);
        return await Fetch(Enumerable.Range(0, count).Select(i => $"{servers.Hosts[i % Hosts]}/ok/{i}"), count);
    }

    /// <summary>
    /// The first host has 70 % of the list and has everybody wait for 20 s: its URLs, of 250 bytes each, take more than may wait in memory.
    /// </summary>
    internal static async Task<int> RunBlocked(int count)
    {
        await using Servers servers = await Servers.Start(Hosts);
        string filler = new('x', 200);
        int blocked = (int)(0.7 * count);
        IEnumerable<string> first = Enumerable.Range(0, blocked).Select(i => $"{servers.Hosts[0]}/closed/20/{filler}/{i}");
        IEnumerable<string> rest = Enumerable.Range(blocked, count - blocked).Select(i => $"{servers.Hosts[1 + (i % (Hosts - 1))]}/ok/{i}");
        return await Fetch(first.Concat(rest), count);
    }

    internal static async Task<int> RunManyHosts(int count)
    {
        string socket = Path.Combine(Path.GetTempPath(), $"simmer-{Guid.NewGuid():N}.sock");
        await using Servers servers = await Servers.Start(0, socket);
        return await Fetch(Enumerable.Range(0, count).Select(i => $"http://host{i}.example/ok/{i}"), count, "--unix-socket", socket);
    }

    private static async Task<int> Fetch(IEnumerable<string> urls, int count, params string[] options)
    {
        using var list = new UrlList(urls);
        var seen = new BitArray(count);
        int fetched = 0;
        int twice = 0;
        long began = Stopwatch.GetTimestamp();
        using var tool = new ToolRun(["--input", list.Path, .. options]);
        int exitCode = await tool.Read(record =>
        {
            string url = record.GetProperty("url").GetString()!;
            int number = int.Parse(url.AsSpan(url.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);
            twice += seen[number] ? 1 : 0;
            seen[number] = true;
            fetched += record.GetProperty("error").ValueKind == JsonValueKind.Null ? 1 : 0;
        });
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        int missing = seen.Cast<bool>().Count(each => !each);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count:N0} URLs: {fetched:N0} fetched, {missing} without a record, {twice} with more than one; exit code {exitCode}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds:F0} s, {count / seconds:N0}/s, {tool.Processor.TotalSeconds:F0} s of processor; peak memory {tool.Peak / 1e6:F0} MB"));
        return fetched == count && twice == 0 && exitCode == 0 && tool.Peak < MostMemory ? 0 : 1;
    }
}
