#:project PostServer

using System.Diagnostics;
using Samples;

using var server = new PostServer();
string[] urls = [$"{server.Address}/posts/1", $"{server.Address}/posts/2", $"{server.Address}/posts/3"];

var time = Stopwatch.StartNew();
Main(urls);
Console.WriteLine($"Sync time: {time.Elapsed.TotalSeconds:F2}s");

static (string Url, int Length) FetchUrl(string url, HttpClient client)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, url);
    using var response = client.Send(request);
    using var reader = new StreamReader(response.Content.ReadAsStream());
    return (url, reader.ReadToEnd().Length);
}

static void Main(IEnumerable<string> urls)
{
    using var client = new HttpClient();
    foreach (string url in urls)
    {
        var result = FetchUrl(url, client);
        Console.WriteLine($"{result.Url}: {result.Length} bytes");
    }
}
