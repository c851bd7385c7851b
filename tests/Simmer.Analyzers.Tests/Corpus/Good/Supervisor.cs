using Simmer;
using static Simmer.Asyncio;

Run(Main(), new RunnerOptions { Debug = true });

static async Coroutine Main()
{
    var children = new Dictionary<string, LoopTask>();
    foreach (string name in (string[])["reader", "writer"])
    {
        children[name] = CreateTask(Child(name), name: name);
    }

    EventLoop loop = GetRunningLoop();
    TimerHandle status = loop.CallLater(1, () => Console.WriteLine(children.Count));
    try
    {
        while (children.Count > 0)
        {
            var (done, _) = await Wait(children.Values, returnWhen: ReturnWhen.FirstCompleted);
            foreach (LoopTask child in done)
            {
                children.Remove(child.Name);
                if (child is { IsCancelled: false, Exception: { } error })
                {
                    Console.WriteLine($"{child.Name} failed: {error.Message}");
                    children[child.Name] = CreateTask(Child(child.Name), name: child.Name);
                }
            }
        }
    }
    finally
    {
        status.Cancel();
        foreach (LoopTask child in children.Values)
        {
            child.Cancel();
        }

        await GatherOutcomes(children.Values);
    }
}

static async Coroutine Child(string name)
{
    try
    {
        await Sleep(Random.Shared.NextDouble());
    }
    catch (CancelledException)
    {
        Console.WriteLine($"{name} cleans up");
        throw;
    }
    catch (Exception error) when (error is not OperationCanceledException)
    {
        Console.WriteLine(error.Message);
    }
}
