using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Worker? worker = DateTime.Now.Ticks > 0 ? new Worker() : null;
    worker?.Work(); // SIM001
    await Sleep(1);
}

internal sealed class Worker
{
    public async Coroutine Work() => await Sleep(1);
}
