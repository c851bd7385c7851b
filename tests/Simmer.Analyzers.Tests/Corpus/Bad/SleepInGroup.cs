using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await TaskGroup.Run(async group =>
    {
        group.CreateTask(Beat());
        Thread.Sleep(1000); // SIM010
        await Sleep(1);
    });
}

static async Coroutine Beat()
{
    await Sleep(0.5);
    Console.WriteLine("late");
}
