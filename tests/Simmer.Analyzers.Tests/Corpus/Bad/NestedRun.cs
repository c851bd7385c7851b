using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Run(Work(1)); // SIM021
    await Sleep(1);
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
