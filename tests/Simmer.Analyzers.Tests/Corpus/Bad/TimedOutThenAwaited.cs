using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var data = Fetch("a");
    try
    {
        Console.WriteLine(await WaitFor(data, 0.5));
    }
    catch (TimeoutException)
    {
        Console.WriteLine(await data); // SIM004
    }
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
