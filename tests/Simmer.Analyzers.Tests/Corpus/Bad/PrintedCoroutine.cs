using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine($"got {Fetch("a")}"); // SIM001
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
