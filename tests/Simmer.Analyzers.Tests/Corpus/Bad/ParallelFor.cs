using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Parallel.For(0, 100, n => Math.Sqrt(n)); // SIM011
    await Sleep(1);
}
