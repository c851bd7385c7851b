using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var mutex = new AsyncLock();
    var slots = new AsyncSemaphore(2);
    using (await mutex.Acquire())
    {
        await Sleep(1);
    }

    await slots.Acquire();
    try
    {
        await Sleep(1);
    }
    finally
    {
        slots.Release();
    }

    using var held = await slots.Acquire();
    await Sleep(1);
}
