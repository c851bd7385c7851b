#:project ../src/Simmer
#:project PostServer

using System.Diagnostics;
using Samples;
using Simmer;
using static Simmer.Asyncio;

using var server = new PostServer();
var urls = Enumerable.Range(1, 5).Select(id => $"{server.Address}/posts/{id}");

var time = Stopwatch.StartNew();
Run(Main(urls));
Console.WriteLine($"Total time: {time.Elapsed.TotalSeconds:F2}s");

static async Coroutine<(string Url, int Status, int Length)> FetchUrl(string url, HttpClient client)
{
    Console.WriteLine($"Fetching: {url}");
    using var response = await client.GetAsync(url, Asyncio.CancellationToken);
    string text = await response.Content.ReadAsStringAsync(Asyncio.CancellationToken);
    return (url, (int)response.StatusCode, text.Length);
}

static async Coroutine Main(IEnumerable<string> urls)
{
    using var client = new HttpClient();
    var tasks = urls.Select(url => FetchUrl(url, client));
    var results = await Gather(tasks);

    foreach (var (url, status, length) in results)
    {
        Console.WriteLine($"{url}: {status} ({length} bytes)");
    }
}
