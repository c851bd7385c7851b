// Pitfall 1 as it happens: the await is forgotten for good.
using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine<string> Fetch()
{
    return "data";
}

static async Coroutine Main()
{
    var result = Fetch();
    Console.WriteLine(result);
}
