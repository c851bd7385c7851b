using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(Clock.Loop.Time);
    await Sleep(1);
}

internal static class Clock
{
    static Clock()
    {
        Loop = GetRunningLoop(); // SIM020
    }

    internal static EventLoop Loop { get; }
}
