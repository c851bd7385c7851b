using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Coroutine tick = Work(1);
    for (int i = 0; i < 3; i++)
    {
        await tick; // SIM004
    }
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
