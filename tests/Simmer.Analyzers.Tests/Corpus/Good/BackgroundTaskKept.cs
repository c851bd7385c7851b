using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    LoopTask heartbeat = CreateTask(Beat());
    try
    {
        await Sleep(5);
    }
    finally
    {
        heartbeat.Cancel();
    }
}

static async Coroutine Beat()
{
    while (true)
    {
        await Sleep(1);
        Console.WriteLine("beat");
    }
}
