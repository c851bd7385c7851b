using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    LoopTask<string> task = CreateTask(Fetch("a"));
    await Wait([task]);
    Console.WriteLine(task.Result);
    task.GetAwaiter().GetResult();
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
