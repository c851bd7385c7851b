using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Task.WaitAll(File.ReadAllTextAsync("a"), File.ReadAllTextAsync("b")); // SIM010
    await Sleep(1);
}
