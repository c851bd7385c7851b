using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    GetRunningLoop().CallSoon(Tick); // SIM012
    await Sleep(1);
}

static void Tick() => Thread.Sleep(100);
