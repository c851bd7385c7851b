using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var queue = new AsyncQueue<int>(1);
    queue.Put(1); // SIM001
    Console.WriteLine(await queue.Get());
}
