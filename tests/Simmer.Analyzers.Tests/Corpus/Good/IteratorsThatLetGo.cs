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
    for (int i = 0; i < 3; i++)
    {
        int n;
        using (await mutex.Acquire())
        {
            n = i;
            await Sleep(0.1);
        }

        yield return n;
    }
}
