using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await Save("text");
    int length = await Count();
    Console.WriteLine(length);
}

static async Task Save(string text)
{
    await Task.Delay(10);
    await File.WriteAllTextAsync("a.txt", text);
}

static async ValueTask<int> Count()
{
    string text = await File.ReadAllTextAsync("a.txt");
    return text.Length;
}
