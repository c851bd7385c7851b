using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.ReadKey(); // SIM010
    await Sleep(1);
}
