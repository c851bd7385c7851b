using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    Future<int> answer = GetRunningLoop().CreateFuture<int>();
    ThreadPool.QueueUserWorkItem(_ => answer.SetResult(42)); // SIM022
    Console.WriteLine(await answer);
}
