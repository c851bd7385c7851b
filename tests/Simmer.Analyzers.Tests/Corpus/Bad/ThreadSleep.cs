using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Thread.Sleep(5000); // SIM010
    await Sleep(1);
}
