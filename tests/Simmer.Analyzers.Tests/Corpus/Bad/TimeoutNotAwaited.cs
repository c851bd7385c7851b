using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    _ = Timeout(5, async scope => await Work(9)); // SIM001
    Console.WriteLine("never times out");
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
