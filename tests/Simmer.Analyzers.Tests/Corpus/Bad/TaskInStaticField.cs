using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await Jobs.Cleaner;
}

internal static class Jobs
{
    internal static readonly LoopTask Cleaner = CreateTask(Clean()); // SIM020

    private static async Coroutine Clean() => await Sleep(60);
}
