using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    try
    {
        await Sleep(10);
    }
    catch (OperationCanceledException) // SIM031
    {
        Console.WriteLine("cancelled");
    }
}
