using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    bool slow = Environment.ProcessorCount < 4;
    Coroutine wait = slow ? Work(2) : Sleep(1);
    await wait;
    await (slow ? Work(1) : Work(2));
    Coroutine? maybe = slow ? Work(3) : null;
    if (maybe is { } work)
    {
        await work;
    }
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}
