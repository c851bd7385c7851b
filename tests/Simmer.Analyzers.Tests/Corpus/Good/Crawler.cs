using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Main()
{
    var pending = new AsyncQueue<string>();
    var seen = new HashSet<string>();
    await pending.Put("/");
    LoopTask[] workers = [.. Enumerable.Range(0, 3).Select(_ => CreateTask(Crawl(pending, seen)))];
    await pending.Join();
    foreach (LoopTask worker in workers)
    {
        worker.Cancel();
    }

    await GatherOutcomes(workers);
}

static async Coroutine Crawl(AsyncQueue<string> pending, HashSet<string> seen)
{
    while (true)
    {
        string page = await pending.Get();
        try
        {
            if (seen.Add(page))
            {
                foreach (string link in await Links(page))
                {
                    await pending.Put(link);
                }
            }
        }
        catch (IOException error)
        {
            Console.WriteLine(error.Message);
        }
        finally
        {
            pending.TaskDone();
        }
    }
}

static async Coroutine<string[]> Links(string page)
{
    await Sleep(0.1);
    return page.Length > 3 ? [] : [page + "a", page + "b"];
}
