using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(Load()); // SIM021
    await Sleep(1);
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}

static string Load() => Run(Fetch("a"));
