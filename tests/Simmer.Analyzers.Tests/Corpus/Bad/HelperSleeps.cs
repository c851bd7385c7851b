using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Pause(); // SIM012
    await Sleep(1);
}

static void Pause() => Thread.Sleep(1000);
