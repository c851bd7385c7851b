using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    List<int> waits = [1, 2];
    waits.ForEach(n => Thread.Sleep(n)); // SIM010
    await Sleep(1);
}
