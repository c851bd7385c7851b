using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    string? name = Console.ReadLine(); // SIM010
    await Sleep(1);
}
