using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    _ = Environment.ProcessorCount > 1 ? Load(1) : Load(2); // SIM001 SIM001
    await Sleep(1);
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
