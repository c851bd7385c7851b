using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    File.WriteAllLines("a.txt", ["a"]); // SIM011
    await Sleep(1);
}
