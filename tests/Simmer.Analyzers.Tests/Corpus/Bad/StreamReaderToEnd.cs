using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(new StreamReader("a.txt").ReadToEnd()); // SIM011
    await Sleep(1);
}
