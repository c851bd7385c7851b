using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    List<int> numbers = [1, 2, 3];
    numbers.ForEach(async n => await Sleep(n)); // SIM030
    Console.WriteLine("all done?");
    await Sleep(5);
}
