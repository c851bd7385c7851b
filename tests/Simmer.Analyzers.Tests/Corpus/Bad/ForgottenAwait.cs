using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var result = Fetch("a"); // SIM001
    Console.WriteLine(result);
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
