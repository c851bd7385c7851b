using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Func<int, Coroutine> work = Work;
    work(1); // SIM001
    await work(2);
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
