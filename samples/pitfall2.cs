#:project ../src/Simmer

// Pitfall 2: blocking calls in async code
using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine Bad()
{
#pragma warning disable SIM010 // Here on purpose: the editor says that it blocks the event loop
    Thread.Sleep(5000); // ❌ Blocks the entire event loop!
#pragma warning restore SIM010
    // Use await Sleep(5) instead
}

static async Coroutine Good()
{
    await Sleep(5); // ✅ Yields control, others can run
}

// Another task of the program: a beat each second, on the half second
static async Coroutine Heartbeat(double start)
{
    await Sleep(0.5);
    while (true)
    {
        Console.WriteLine($"  beat at {GetRunningLoop().Time - start:F1} s");
        await Sleep(1);
    }
}

static async Coroutine Watch(string name, Coroutine work)
{
    double start = GetRunningLoop().Time;
    LoopTask heartbeat = CreateTask(Heartbeat(start));
    await Sleep(0); // Let the heartbeat start
    Console.WriteLine($"{name} starts");
    await work;
    Console.WriteLine($"{name} is done at {GetRunningLoop().Time - start:F1} s");
    await Sleep(0.25);
    heartbeat.Cancel();
}

static async Coroutine Main()
{
    await Watch("Bad", Bad());
    await Watch("Good", Good());
}
