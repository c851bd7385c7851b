using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    EventLoop loop = GetRunningLoop();
    await ToThread(() => loop.CallSoon(() => Console.WriteLine("late"))); // SIM022
}
