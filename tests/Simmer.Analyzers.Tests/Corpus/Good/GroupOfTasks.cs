using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await TaskGroup.Run(async group =>
    {
        group.CreateTask(Work(1));
        _ = group.CreateTask(Work(2), name: "second");
        for (int i = 0; i < 3; i++)
        {
            group.CreateTask(Work(i));
        }

        await Sleep(1);
    });
    var results = await TaskGroup.Collect<string>(async group =>
    {
        group.CreateTask(Fetch("a"));
        group.CreateTask(Fetch("b"));
        await Sleep(0);
    });
    Console.WriteLine(results.Length);
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
