using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var jobs = new Jobs();
    jobs.Add(1);
    jobs.Add(2);
    Console.WriteLine(jobs.Count);
    await Sleep(1);
}

internal sealed class Jobs
{
    private readonly List<Coroutine> _pending = []; // SIM003

    public int Count => _pending.Count;

    public void Add(int n) => _pending.Add(Work(n));

    private static async Coroutine Work(int n) => await Sleep(n);
}
