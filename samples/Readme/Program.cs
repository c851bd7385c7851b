using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine<string> FetchData(double delay, string name)
{
    Console.WriteLine($"Fetching {name}...");
    await Sleep(delay);
    Console.WriteLine($"{name} done!");
    return $"data from {name}";
}

static async Coroutine Main()
{
    var (a, b, c) = await Gather(
        FetchData(3, "API A"),
        FetchData(1, "API B"),
        FetchData(2, "API C"));
    Console.WriteLine($"{a}, {b}, {c}"); // after 3 seconds, not 6
}
