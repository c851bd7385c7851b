using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var mutex = new AsyncLock();
    mutex.Acquire(); // SIM001
    Console.WriteLine("in the lock?");
    mutex.Release();
}
