using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var data = Fetch("a");
    Console.WriteLine(await data);
    Console.WriteLine(await data); // SIM004
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
