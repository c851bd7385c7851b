using Simmer;
using static Simmer.Asyncio;

LoopTask work = CreateTask(Work(1)); // SIM020
Run(Main());

async Coroutine Main() => await work;

static async Coroutine Work(int n)
{
    await Sleep(n);
}
