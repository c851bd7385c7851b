using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Coroutine work = Work(1);
    LoopTask task = CreateTask(work);
    await work; // SIM004
    await task;
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
