using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    _ = Gather(Work(1), Work(2)); // SIM005
    await Sleep(3);
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
