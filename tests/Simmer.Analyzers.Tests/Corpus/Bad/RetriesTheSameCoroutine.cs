using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var data = Fetch("a");
    while (true)
    {
        try
        {
            Console.WriteLine(await data); // SIM004
            return;
        }
        catch (IOException)
        {
            await Sleep(1);
        }
    }
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
