using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await Twice(Work(1));
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}

static async Coroutine Twice(Coroutine work)
{
    await work;
    await work; // SIM004
}
