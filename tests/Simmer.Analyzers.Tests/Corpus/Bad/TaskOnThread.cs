using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var thread = new Thread(() => CreateTask(Work(1))); // SIM005 SIM022
    thread.Start();
    await Sleep(1);
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
