using Simmer;
using static Simmer.Asyncio;

Console.WriteLine(Fetch("a").GetAwaiter().GetResult()); // SIM014

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
