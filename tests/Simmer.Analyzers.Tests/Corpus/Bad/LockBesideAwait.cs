using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var counter = new Counter();
    await counter.Add();
}

internal sealed class Counter
{
    private readonly object _gate = new();
    private int _count;

    public async Coroutine Add()
    {
        lock (_gate) // SIM013
        {
            _count++;
        }

        await Sleep(1);
    }
}
