using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    string[] urls = ["a", "b"];
    _ = urls.Select(Fetch).ToList(); // SIM003
    await Sleep(3);
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
