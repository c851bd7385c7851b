using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var jobs = new List<Coroutine>(); // SIM003
    for (int i = 0; i < 3; i++)
    {
        jobs.Add(Work(i));
    }

    Console.WriteLine($"{jobs.Count} jobs done?");
    await Sleep(1);
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
