using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    GetRunningLoop().CallLater(1, () => CreateTask(Work(1))); // SIM005
    await Sleep(3);
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
