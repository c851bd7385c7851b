using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    CreateTask(Work(1)); // SIM005
    await Sleep(2);
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
