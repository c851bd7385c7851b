using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    TaskGroup.Run(async group => // SIM001
    {
        group.CreateTask(Work(1));
        await Sleep(1);
    });
    Console.WriteLine("all done?");
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
