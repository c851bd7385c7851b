using System.Runtime.CompilerServices;
using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await foreach (int number in Numbers(3))
    {
        Console.WriteLine(number);
    }

    await using IAsyncEnumerator<int> pages = Pages().GetAsyncEnumerator();
    while (await pages.MoveNextAsync())
    {
        Console.WriteLine(pages.Current);
    }

    await foreach (int even in Evens(Numbers(10)))
    {
        await Store(even);
    }
}

static async IAsyncEnumerable<int> Numbers(int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
{
    for (int i = 0; i < count; i++)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Sleep(0.01);
        yield return i;
    }
}

static async IAsyncEnumerable<int> Evens(IAsyncEnumerable<int> numbers)
{
    await foreach (int number in numbers)
    {
        if (number % 2 == 0)
        {
            yield return number;
        }
    }
}

static async IAsyncEnumerable<int> Pages()
{
    var mutex = new AsyncLock();
    for (int page = 0; page < 3; page++)
    {
        int[] items;
        using (await mutex.Acquire())
        {
            items = await Gather(Enumerable.Range(page, 2).Select(Store));
        }

        foreach (int item in items)
        {
            yield return item;
        }
    }
}

static async Coroutine<int> Store(int item)
{
    await Sleep(0);
    return item;
}
