using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine("a");
    Sleep(1); // SIM001
    Console.WriteLine("b");
}
