using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    await Fetch();
}

static async Task Fetch()
{
    using var client = new HttpClient();
    string page = await client.GetStringAsync("http://localhost").ConfigureAwait(false);
    LoopTask<int> task = CreateTask(Load(page.Length)); // SIM023
    await task; // SIM023
}

static async Coroutine<int> Load(int n)
{
    await Sleep(n);
    return n;
}
