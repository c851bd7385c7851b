using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Console.WriteLine(await Load());
    await File.ReadAllTextAsync("a").ConfigureAwait(false);
    await CreateTask(Sleep(1));
}

static async Task<string> Load()
{
    string text = await File.ReadAllTextAsync("a").ConfigureAwait(false);
    return text.Trim();
}
