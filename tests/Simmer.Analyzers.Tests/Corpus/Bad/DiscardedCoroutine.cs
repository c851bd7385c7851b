using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    _ = Work(1); // SIM001
    await Work(2);
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
