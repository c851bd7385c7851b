// What a user writes on the first day, on the packages alone: coroutines on the virtual clock, then a server and a client.
using Consumer;
using Simmer;
using Simmer.Testing;
using static Simmer.Asyncio;

var clock = new VirtualClock();
Run(Main(), new RunnerOptions { Clock = clock });
Console.WriteLine($"{clock.Seconds} virtual seconds in all");
Web.Run();

static async Coroutine Main()
{
    Console.WriteLine("hello");

    var (a, b, c) = await Gather(FetchData(3, "API A"), FetchData(1, "API B"), FetchData(2, "API C"));
    Console.WriteLine($"{a}, {b}, {c}");

    try
    {
        await TaskGroup.Run(async group =>
        {
            _ = group.CreateTask(Fail());
            _ = group.CreateTask(Forever());
            await Sleep(60);
        });
    }
    catch (AggregateException errors)
    {
        Console.WriteLine($"the group failed: {errors.InnerExceptions.Single().Message}");
    }

    try
    {
        await Timeout(5, async scope => await Forever());
    }
    catch (TimeoutException)
    {
        Console.WriteLine("timed out");
    }
}

static async Coroutine<string> FetchData(double delay, string name)
{
    Console.WriteLine($"Fetching {name}...");
    await Sleep(delay);
    Console.WriteLine($"{name} done!");
    return $"data from {name}";
}

static async Coroutine Fail()
{
    await Sleep(1);
    throw new IOException("no route");
}

static async Coroutine Forever()
{
    try
    {
        await Sleep(TimeSpan.FromDays(1));
    }
    catch (CancelledException)
    {
        Console.WriteLine("cancelled where it slept");
        throw;
    }
}
