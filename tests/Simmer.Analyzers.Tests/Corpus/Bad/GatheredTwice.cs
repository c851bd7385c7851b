using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var data = Fetch("a");
    var (a, b) = await Gather(data, data); // SIM004
    Console.WriteLine(a + b);
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
