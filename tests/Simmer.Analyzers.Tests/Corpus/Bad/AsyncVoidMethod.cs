using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Start();
    await Sleep(1);
}

static async void Start() // SIM030
{
    await Task.Yield();
    throw new InvalidOperationException("nobody catches this");
}
