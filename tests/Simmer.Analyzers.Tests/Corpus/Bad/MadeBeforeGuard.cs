using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await Load(null);
    await Load("a");
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}

static async Coroutine Load(string? url)
{
    var data = Fetch(url ?? ""); // SIM002
    if (url is null)
    {
        Console.WriteLine("nothing to load");
        return;
    }

    Console.WriteLine(await data);
}
