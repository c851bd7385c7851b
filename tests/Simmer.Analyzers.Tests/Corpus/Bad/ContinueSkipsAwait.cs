using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    foreach (string url in new[] { "a", "b" })
    {
        var data = Fetch(url); // SIM002
        if (url == "b")
        {
            continue;
        }

        Console.WriteLine(await data);
    }
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
