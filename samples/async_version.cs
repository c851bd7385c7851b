#:project ../src/Simmer
#:project PostServer

using System.Diagnostics;
using Samples;
using Simmer;
using static Simmer.Asyncio;

using var server = new PostServer();
string[] urls = [$"{server.Address}/posts/1", $"{server.Address}/posts/2", $"{server.Address}/posts/3"];

var time = Stopwatch.StartNew();
Run(Main(urls));
Console.WriteLine($"Async time: {time.Elapsed.TotalSeconds:F2}s");

static async Coroutine<(string Url, int Length)> FetchUrl(string url, HttpClient client)
{
    string text = await client.GetStringAsync(url, Asyncio.CancellationToken);
    return (url, text.Length);
}

static async Coroutine Main(IEnumerable<string> urls)
{
    using var client = new HttpClient();
    var tasks = urls.Select(url => FetchUrl(url, client));
    var results = await Gather(tasks);
    foreach (var result in results)
    {
        Console.WriteLine($"{result.Url}: {result.Length} bytes");
    }
}
