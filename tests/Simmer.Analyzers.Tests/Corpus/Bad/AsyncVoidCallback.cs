using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    GetRunningLoop().CallSoon(async () => await Sleep(1)); // SIM030
    await Sleep(2);
}
