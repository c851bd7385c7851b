using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Task<string> a = File.ReadAllTextAsync("a");
    Task<string> b = File.ReadAllTextAsync("b");
    await Task.WhenAll(a, b);
    Console.WriteLine(a.Result + b.Result);
    Task<string>[] many = [File.ReadAllTextAsync("c"), File.ReadAllTextAsync("d")];
    await Task.WhenAll(many);
    Console.WriteLine(string.Concat(many.Select(x => x.Result)));
    foreach (Task<string> one in many)
    {
        Console.WriteLine(one.Result);
    }

    Task<string> first = await Task.WhenAny(many);
    Console.WriteLine(first.Result);
}
