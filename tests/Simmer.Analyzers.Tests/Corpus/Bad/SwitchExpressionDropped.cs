using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    _ = Environment.ProcessorCount switch
    {
        1 => Load(1), // SIM001
        _ => Load(2), // SIM001
    };
    await Sleep(1);
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
