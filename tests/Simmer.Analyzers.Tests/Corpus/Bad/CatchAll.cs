using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    try
    {
        await Sleep(10);
    }
    catch // SIM031
    {
        Console.WriteLine("who cares");
    }
}
