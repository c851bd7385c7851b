using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    string data;
    try
    {
        data = await WaitFor(Fetch("a"), 0.5);
    }
    catch (TimeoutException)
    {
        data = "nothing";
    }

    Console.WriteLine(data);
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
