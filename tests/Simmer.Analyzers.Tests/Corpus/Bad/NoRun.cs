using Simmer;
using static Simmer.Asyncio;

Hello(); // SIM001

static async Coroutine Hello()
{
    Console.WriteLine("Hello");
}
