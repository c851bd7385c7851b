using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    new SemaphoreSlim(1).Wait(); // SIM010
    await Sleep(1);
}
