using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Task.WaitAny(File.ReadAllTextAsync("a"), File.ReadAllTextAsync("b")); // SIM010
    await Sleep(1);
}
