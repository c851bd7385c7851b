using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(File.ReadAllText("a.txt")); // SIM011
    await Sleep(1);
}
