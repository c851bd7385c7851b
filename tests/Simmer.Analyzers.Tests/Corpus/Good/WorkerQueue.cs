using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var jobs = new AsyncQueue<Func<Coroutine<int>>>();
    var results = new List<LoopTask<int>>();
    for (int i = 0; i < 10; i++)
    {
        int n = i;
        jobs.PutNowait(() => Square(n));
        jobs.PutNowait(async () => await Square(n) + 1);
    }

    jobs.Shutdown();
    await TaskGroup.Run(async group =>
    {
        for (int worker = 0; worker < 3; worker++)
        {
            group.CreateTask(Work(worker));
        }
    });
    int[] squares = await Gather(results);
    Console.WriteLine(squares.Sum());

    async Coroutine Work(int worker)
    {
        await foreach (Func<Coroutine<int>> job in jobs.ReadAll())
        {
            var task = CreateTask(job(), name: $"job of {worker}");
            results.Add(task);
            await Shield(task);
        }
    }
}

static async Coroutine<int> Square(int n)
{
    await Sleep(0.01);
    return n * n;
}
