using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    using var runner = new Runner();
    Console.WriteLine(runner.Run(Fetch("a"))); // SIM021
    await Sleep(1);
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
