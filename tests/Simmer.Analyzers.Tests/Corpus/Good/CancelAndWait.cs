using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    LoopTask task = CreateTask(Work(60));
    await Sleep(1);
    task.Cancel();
    try
    {
        await task;
    }
    catch (CancelledException)
    {
        Console.WriteLine("cancelled, as asked");
    }
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
