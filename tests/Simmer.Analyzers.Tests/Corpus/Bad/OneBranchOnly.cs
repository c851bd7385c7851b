using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    bool fast = Environment.ProcessorCount > 4;
    var data = Fetch("a"); // SIM002
    if (fast)
    {
        Console.WriteLine(await data);
    }
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
