using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    GetRunningLoop().CallSoon(() => Thread.Sleep(1000)); // SIM010
    await Sleep(1);
}
