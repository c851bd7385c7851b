using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    int number = Environment.ProcessorCount switch
    {
        1 => Task.Run(() => 1).Result, // SIM010
        _ => await Load(2),
    };
    Console.WriteLine(number);
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
