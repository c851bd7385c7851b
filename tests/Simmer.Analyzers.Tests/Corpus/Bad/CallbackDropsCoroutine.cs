using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    GetRunningLoop().CallLater(1, () => Work(1)); // SIM001
    await Sleep(2);
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
