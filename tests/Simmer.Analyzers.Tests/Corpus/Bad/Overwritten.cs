using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Coroutine work = Work(1); // SIM002
    if (Environment.ProcessorCount > 4)
    {
        work = Work(2);
    }

    await work;
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
