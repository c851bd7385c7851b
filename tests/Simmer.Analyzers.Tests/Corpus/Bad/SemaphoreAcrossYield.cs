using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await foreach (int n in Numbers(new AsyncSemaphore(2)))
    {
        Console.WriteLine(n);
    }
}

static async IAsyncEnumerable<int> Numbers(AsyncSemaphore slots)
{
    await slots.Acquire();
    try
    {
        for (int i = 0; i < 3; i++)
        {
            yield return i; // SIM032
        }
    }
    finally
    {
        slots.Release();
    }
}
