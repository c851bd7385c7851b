using System.Collections.Concurrent;
using Simmer.Cli.Fetching;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Fetching;

/// <summary>Thousands of URLs of hosts that answer, fail, throttle and dawdle: every URL is accounted for exactly once.</summary>
[Trait("Category", "Slow")]
public sealed class AccountingTests : IDisposable
{
    /// <summary>SIMMER_TEST_URLS sets another number, for a longer run.</summary>
    private static readonly int s_urls = int.TryParse(Environment.GetEnvironmentVariable("SIMMER_TEST_URLS"), out int number) ? number : 4_000;

    private readonly ConcurrentDictionary<string, int> _asked = new();
    private readonly HostileServer[] _servers;

    public AccountingTests() => _servers = [.. Enumerable.Range(2, 5).Select(i => new HostileServer(Answer, $"127.0.0.{i}"))];

    public void Dispose() => Array.ForEach(_servers, server => server.Dispose());

    [Fact]
    public void Every_url_is_reported_exactly_once_with_what_became_of_it()
    {
        // Each server has its kind of answer, but for a part of the failing one's.
        string[] kinds = ["ok", "ok", "throttled", "slow", "missing"];
        string[] urls =
        [
            .. Enumerable.Range(0, s_urls).Select(i => $"{_servers[i % 5].Address}/{(i % 5 == 4 && i % 25 == 4 ? "broken" : kinds[i % 5])}/{i}"),
        ];

        List<FetchRecord> records = RealFetch.Run(urls, new FetchSettings { Retries = 1, PerHost = 16 });

        Assert.Equal(urls.Order(StringComparer.Ordinal), records.Select(record => record.Url).Order(StringComparer.Ordinal));
        Assert.All(records, record =>
        {
            (int? status, int attempts) = new Uri(record.Url).Segments[1] switch
            {
                "throttled/" => (200, 2),
                "missing/" => (404, 1),
                "broken/" => (503, 2),
                _ => (200, 1),
            };
            Assert.Equal(status, record.Status);
            Assert.Equal(attempts, record.Attempts);
            Assert.Equal(status == 200, record.IsFetched);
            Assert.Equal(attempts, _asked[new Uri(record.Url).AbsolutePath]);
        });
        Assert.Equal(urls.Length, _asked.Count);
    }

    private async Task Answer(string path, System.Net.Sockets.NetworkStream stream)
    {
        int times = _asked.AddOrUpdate(path, 1, (_, before) => before + 1);
        if (path.StartsWith("/slow", StringComparison.Ordinal))
        {
            // How slow does not matter: longer than the others.
            await Task.Delay(20);
        }

        string answer = path.Split('/')[1] switch
        {
            "throttled" when times == 1 => "429 Wait\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
            "missing" => "404 Not Found\r\nContent-Length: 0\r\n\r\n",
            "broken" => "503 Broken\r\nContent-Length: 0\r\n\r\n",
            _ => "200 OK\r\nContent-Length: 2\r\n\r\nok",
        };
        answer = "HTTP/1.1 " + answer.Replace("Content-Length", "Connection: close\r\nContent-Length", StringComparison.Ordinal);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
    }
}
