using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(await Download()); // SIM012
}

static async Task<string> Download()
{
    Thread.Sleep(100);
    await Task.Yield();
    return "data";
}
