using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    SpinWait.SpinUntil(() => Environment.TickCount64 % 100 == 0); // SIM010
    await Sleep(1);
}
