using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    string data = Fetch("a").GetAwaiter().GetResult(); // SIM014
    Console.WriteLine(data);
    await Sleep(1);
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
