using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await foreach (int n in Numbers(new AsyncLock()))
    {
        Console.WriteLine(n);
    }
}

static async IAsyncEnumerable<int> Numbers(AsyncLock mutex)
{
    using (await mutex.Acquire())
    {
        yield return 1; // SIM032
    }
}
