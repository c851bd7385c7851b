using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    new AutoResetEvent(false).WaitOne(); // SIM010
    await Sleep(1);
}
