using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var data = Fetch("a"); // SIM002
    if (Environment.ProcessorCount > 4)
    {
        return;
    }

    Console.WriteLine(await data);
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
