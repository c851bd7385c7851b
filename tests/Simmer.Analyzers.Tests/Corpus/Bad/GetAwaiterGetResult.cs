using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(File.ReadAllTextAsync("a.txt").GetAwaiter().GetResult()); // SIM010
    await Sleep(1);
}
