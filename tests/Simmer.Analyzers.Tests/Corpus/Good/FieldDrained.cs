using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var store = new Store();
    store.Add(1);
    store.Add(2);
    await store.Drain();
}

internal sealed class Store
{
    private readonly Queue<Coroutine> _pending = new();
    private Coroutine? _last;

    public void Add(int n)
    {
        _pending.Enqueue(Work(n));
        _last?.Close();
        _last = Work(n);
    }

    public async Coroutine Drain()
    {
        while (_pending.TryDequeue(out Coroutine next))
        {
            await next;
        }

        if (_last is { } last)
        {
            _last = null;
            await last;
        }
    }

    private static async Coroutine Work(int n) => await Sleep(n);
}
