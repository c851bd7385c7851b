using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    int[] sizes = [.. new[] { "a", "b" }.Select(name => File.ReadAllText(name).Length)]; // SIM011
    Console.WriteLine(sizes.Length + await Load(1));
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
