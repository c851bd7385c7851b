using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Coroutine work = Work(1); // SIM001
    await Sleep(2);
    Console.WriteLine("done");
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
