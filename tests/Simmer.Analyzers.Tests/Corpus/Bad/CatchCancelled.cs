using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    LoopTask worker = CreateTask(Worker());
    await Sleep(1);
    worker.Cancel();
    await worker;
}

static async Coroutine Worker()
{
    while (true)
    {
        try
        {
            await Sleep(1);
        }
        catch (CancelledException) // SIM031
        {
            Console.WriteLine("not now");
        }
    }
}
