using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await Task.Delay(1000); // SIM015
}
