using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Task.Run(() => 5).Wait(); // SIM010
    await Sleep(1);
}
