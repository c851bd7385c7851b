using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    EventLoop loop = GetRunningLoop();
    Future<int> answer = loop.CreateFuture<int>();
    new Thread(() =>
    {
        int found = 6 * 7;
        loop.CallSoonThreadsafe(() => answer.SetResult(found));
    }).Start();
    Console.WriteLine(await answer);
    string text = await Task.Run(() => RunCoroutineThreadsafe(Fetch("a"), loop));
    Console.WriteLine(text);
}

static async Coroutine<string> Fetch(string url)
{
    await Sleep(1);
    return url;
}
