using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var jobs = new List<Coroutine<string>>();
    foreach (string url in new[] { "a", "b" })
    {
        jobs.Add(Fetch(url));
    }

    foreach (string text in await Gather(jobs))
    {
        Console.WriteLine(text);
    }

    var lazy = new[] { "c", "d" }.Select(Fetch);
    await foreach (var done in AsCompleted(lazy))
    {
        Console.WriteLine(await done);
    }
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
