using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var first = Fetch("a");
    Console.WriteLine(first);
    await Sleep(1);
    Console.WriteLine(await first);
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
