#:project ../src/Simmer

using Simmer;
using static Simmer.Asyncio;

Run(Main());

static async Coroutine<string> FetchData(int delay, string name)
{
    Console.WriteLine($"Fetching {name}...");
    await Sleep(delay);
    Console.WriteLine($"{name} done!");
    return $"Data from {name}";
}

static async Coroutine Main()
{
    // Create tasks: they start as soon as Main pauses
    LoopTask<string> task1 = CreateTask(FetchData(3, "API A"));
    LoopTask<string> task2 = CreateTask(FetchData(1, "API B"));
    LoopTask<string> task3 = CreateTask(FetchData(2, "API C"));

    // Wait for all tasks to complete
    string result1 = await task1;
    string result2 = await task2;
    string result3 = await task3;

    Console.WriteLine($"Results: {result1}, {result2}, {result3}");
}
