using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await Task.WhenAny(File.ReadAllTextAsync("a.txt"), Task.Delay(1000)); // SIM015
}
