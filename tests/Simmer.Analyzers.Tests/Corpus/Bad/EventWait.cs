using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    new ManualResetEventSlim().Wait(); // SIM010
    await Sleep(1);
}
