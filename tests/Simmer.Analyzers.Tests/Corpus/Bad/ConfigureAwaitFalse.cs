using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await Load();
}

static async Coroutine Work(int n)
{
    await Sleep(n);
}

static async Task Load()
{
    string text = await File.ReadAllTextAsync("a.txt").ConfigureAwait(false);
    LoopTask task = CreateTask(Work(text.Length)); // SIM023
    await task; // SIM023
}
