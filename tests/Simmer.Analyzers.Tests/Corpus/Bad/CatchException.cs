using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    while (true)
    {
        try
        {
            Console.WriteLine(await Fetch("a"));
        }
        catch (Exception error) // SIM031
        {
            Console.WriteLine(error.Message);
        }
    }
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
