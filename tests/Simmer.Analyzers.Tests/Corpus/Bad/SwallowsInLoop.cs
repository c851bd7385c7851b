using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    while (true)
    {
        try
        {
            await Load(1);
        }
        catch (Exception error) // SIM031
        {
            Console.WriteLine(error.Message);
        }
    }
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
