using Simmer;
using static Simmer.Asyncio;

var all = Gather(Work(1), Work(2)); // SIM020
Console.WriteLine(all);

static async Coroutine Work(int n)
{
    await Sleep(n);
}
