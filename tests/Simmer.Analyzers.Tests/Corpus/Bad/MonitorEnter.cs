using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Monitor.Enter(typeof(string)); // SIM010
    await Sleep(1);
}
