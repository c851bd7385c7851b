using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(new System.Collections.Concurrent.BlockingCollection<int>().Take()); // SIM010
    await Sleep(1);
}
