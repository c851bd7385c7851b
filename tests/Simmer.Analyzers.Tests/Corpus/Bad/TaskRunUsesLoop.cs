using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    LoopTask task = await Task.Run(() => CreateTask(Work(1))); // SIM022
    await task;
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
