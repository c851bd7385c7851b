using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Coroutine work = Work(1);
    try
    {
        await work;
    }
    finally
    {
        await work; // SIM004
    }
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
