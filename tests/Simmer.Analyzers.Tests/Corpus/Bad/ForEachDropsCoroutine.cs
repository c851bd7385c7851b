using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    List<int> numbers = [1, 2, 3];
    numbers.ForEach(n => Work(n)); // SIM001
    await Sleep(5);
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
