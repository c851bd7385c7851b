#:project ../src/Simmer

using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine<string> FetchData(int delay, string name)
{
    await Sleep(delay);
    return $"Data from {name}";
}

static async Coroutine Main()
{
    string[] results = await Gather<string>(
        FetchData(3, "API A"),
        FetchData(1, "API B"),
        FetchData(2, "API C"));
    Console.WriteLine($"[{string.Join(", ", results.Select(result => $"'{result}'"))}]");
}
