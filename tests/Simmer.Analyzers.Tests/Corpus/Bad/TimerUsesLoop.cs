using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var done = new AsyncEvent();
    using var timer = new Timer(_ => done.Set(), null, 100, -1); // SIM022
    await done.Wait();
    await Load(1);
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
