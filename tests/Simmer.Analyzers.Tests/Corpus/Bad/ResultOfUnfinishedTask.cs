using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Task<string> text = File.ReadAllTextAsync("a.txt");
    Console.WriteLine(text.Result.Length); // SIM010
    Console.WriteLine(await text);
}
