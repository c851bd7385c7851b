using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(await Retry(() => Fetch("a"), 3));
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}

static async Coroutine<T> Retry<T>(Func<Coroutine<T>> attempt, int times)
{
    for (int i = 1; ; i++)
    {
        try
        {
            return await attempt();
        }
        catch (Exception error) when (error is not CancelledException && i < times)
        {
            await Sleep(Math.Pow(2, i));
        }
    }
}
