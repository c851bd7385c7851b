using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Coroutine<int> load = Load(1);
    if (Environment.ProcessorCount > 1)
    {
        Console.WriteLine(await load);
    }
    else
    {
        await load;
    }

    await load; // SIM004
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
