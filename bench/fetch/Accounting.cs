using System.Globalization;
using System.Text.Json;

namespace Simmer.FetchRuns;

/// <summary>Hosts that answer, dawdle, fail and throttle: every URL has exactly one record, and it is what the server saw.</summary>
internal static class Accounting
{
    private static readonly string[] s_kinds = ["ok", "slow", "busy", "missing", "ok", "broken"];

    internal static async Task<int> Run(int count)
    {
        await using Servers servers = await Servers.Start(s_kinds.Length);
        var records = new Dictionary<string, (int? Status, int Attempts, string? Kind)>(StringComparer.Ordinal);
        string[] urls = [.. Enumerable.Range(0, count).Select(i => $"{servers.Hosts[i % s_kinds.Length]}/counted/{KindOf(i)}/{i}")];
        int twice = 0;
        using var list = new UrlList(urls);
        using var tool = new ToolRun("--retries", "1", "--quiet", "--input", list.Path);
        int exitCode = await tool.Read(record =>
        {
            JsonElement status = record.GetProperty("status");
            var result = (
                status.ValueKind == JsonValueKind.Null ? null : (int?)status.GetInt32(),
                record.GetProperty("attempts").GetInt32(),
                record.GetProperty("error_kind").GetString());
            twice += records.TryAdd(record.GetProperty("url").GetString()!, result) ? 0 : 1;
        });

        string[] wrong = [.. urls.Where(url => !records.TryGetValue(url, out var record) || !IsRight(url, record, servers))];
        foreach (var kind in records.GroupBy(record => $"{new Uri(record.Key).Segments[2].TrimEnd('/'),-8} status {record.Value.Status}, tried {record.Value.Attempts} times")
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"{kind.Count(),7:N0}  {kind.Key}");
        }

        int others = records.Keys.Except(urls).Count();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count:N0} URLs, {records.Count:N0} records: {twice} more than one for a URL, {others} of other URLs, {wrong.Length} wrong or missing; exit code {exitCode}"));
        foreach (string url in wrong.Take(10))
        {
            Console.WriteLine($"wrong: {url} {records.GetValueOrDefault(url)}, asked {servers.Asked.GetValueOrDefault(new Uri(url).AbsolutePath)} times");
        }

        return wrong.Length == 0 && twice == 0 && others == 0 && exitCode == 1 ? 0 : 1;
    }

    // A host that only fails is left alone and its URLs fail untried, so the one that fails answers well most of the time.
    private static string KindOf(int i) => s_kinds[i % s_kinds.Length] is "broken" && i / s_kinds.Length % 5 > 0 ? "ok" : s_kinds[i % s_kinds.Length];

    private static bool IsRight(string url, (int? Status, int Attempts, string? Kind) record, Servers servers)
    {
        var address = new Uri(url);
        (int status, int attempts) = address.Segments[2] switch
        {
            "busy/" => (200, 2),
            "missing/" => (404, 1),
            "broken/" => (503, 2),
            _ => (200, 1),
        };
        return record.Status == status && record.Attempts == attempts && record.Kind == (status == 200 ? null : "status")
            && servers.Asked.GetValueOrDefault(address.AbsolutePath) == attempts;
    }
}
