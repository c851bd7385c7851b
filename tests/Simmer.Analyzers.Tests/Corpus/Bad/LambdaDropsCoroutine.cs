using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Action<int> store = n => Load(n); // SIM001
    store(1);
    await Sleep(1);
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
