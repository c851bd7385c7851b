using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    CreateTask(Load(1)); // SIM005
    await Load(2);
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
