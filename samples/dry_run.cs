#:project ../src/Simmer

// Scenario: fetching 3 API endpoints with delays 3 s, 1 s, 2 s.
// With other delays, in whole seconds: dotnet run samples/dry_run.cs -- 2 4 1
using Simmer;
using static Simmer.Asyncio;

IEnumerable<int> delays = args is [] ? [3, 1, 2] : args.Select(int.Parse);
Run(Main([.. delays.Select(delay => new Endpoint(delay))]));

static async Coroutine Fetch(Endpoint endpoint)
{
    endpoint.State = "Started";
    await Sleep(endpoint.Delay);
    endpoint.State = "Done";
}

static async Coroutine Main(Endpoint[] endpoints)
{
    double start = GetRunningLoop().Time;
    LoopTask[] tasks = [.. endpoints.Select(endpoint => CreateTask(Fetch(endpoint)))];
    LoopTask table = CreateTask(PrintTable(endpoints));
    await Gather(tasks);
    double total = GetRunningLoop().Time - start;

    await table;
    Console.WriteLine();
    Console.WriteLine($"Total time: {total:F0} seconds (not {endpoints.Sum(endpoint => endpoint.Delay)})");
}

// Once a second, what each task has come to
static async Coroutine PrintTable(Endpoint[] endpoints)
{
    Console.WriteLine(Row("Time", endpoints.Select((endpoint, index) => $"Task {index + 1} ({endpoint.Delay}s)")));
    for (int second = 0; ; second++)
    {
        Console.WriteLine(Row($"{second}s", endpoints.Select(endpoint => endpoint.State)));
        if (endpoints.All(endpoint => endpoint.State == "Done"))
        {
            return;
        }

        foreach (Endpoint started in endpoints.Where(endpoint => endpoint.State == "Started"))
        {
            started.State = "Waiting";
        }

        await Sleep(1);
    }
}

static string Row(string time, IEnumerable<string> cells) =>
    (time.PadRight(6) + string.Concat(cells.Select(cell => cell.PadRight(14)))).TrimEnd();

internal sealed class Endpoint(int delay)
{
    public int Delay { get; } = delay;

    public string State { get; set; } = "";
}
