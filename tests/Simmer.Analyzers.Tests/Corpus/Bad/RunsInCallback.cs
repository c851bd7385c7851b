using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    GetRunningLoop().CallSoon(() => Run(Load(1))); // SIM021
    await Sleep(1);
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
