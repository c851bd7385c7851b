using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    new Cache().Warm();
    await Sleep(1);
}

internal sealed class Cache
{
    private Coroutine<string> _first; // SIM003

    public void Warm() => _first = Load("a");

    private static async Coroutine<string> Load(string url)
    {
        await Sleep(1);
        return url;
    }
}
