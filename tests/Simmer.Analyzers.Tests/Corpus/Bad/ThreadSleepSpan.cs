using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Thread.Sleep(TimeSpan.FromSeconds(5)); // SIM010
    await Sleep(1);
}
