using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await foreach (int number in Numbers()) // SIM012
    {
        Console.WriteLine(number);
    }
}

static async IAsyncEnumerable<int> Numbers()
{
    for (int i = 0; i < 3; i++)
    {
        Thread.Sleep(100);
        yield return await Load(i);
    }
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
