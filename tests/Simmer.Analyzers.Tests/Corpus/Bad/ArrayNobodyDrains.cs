using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Coroutine[] jobs = [Work(1), Work(2)]; // SIM003
    await Sleep(3);
    Console.WriteLine(jobs.Length);
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
