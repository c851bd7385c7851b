// One of each, for compilers that must see every generic instance ahead of time: results of reference and value types,
// awaits of every kind, threads, debug mode. Short real sleeps, so that the real clock and the real wait run too.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Simmer;
using Simmer.Http;
using Simmer.Testing;
using static Simmer.Asyncio;

var watch = Stopwatch.StartNew();
Run(Main(), new RunnerOptions { Debug = false });
Console.WriteLine(watch.Elapsed < TimeSpan.FromSeconds(20) ? "in time" : $"slow: {watch.Elapsed}");

var calls = LoopGroup.Run(2, static async member => await member.Group.Members[1 - member.Index].Call(async () => member.Index));
Console.WriteLine($"two loops: {string.Join(", ", calls)}");

var clock = new VirtualClock();
var answer = Run(After(3600, 42), new RunnerOptions { Clock = clock, Debug = true });
Console.WriteLine($"{answer} after {clock.Seconds} virtual seconds, in debug mode");

// The guards: what was forgotten, what blocks, who waits for whom.
var warnings = new ConcurrentQueue<LoopWarning>();
Run(Careless(warnings), new RunnerOptions
{
    Debug = true,
    Guards = new()
    {
        WaitThreshold = TimeSpan.FromMilliseconds(20),
        StepThreshold = TimeSpan.FromMilliseconds(20),
        CancellationGrace = TimeSpan.FromMilliseconds(1),
        BusyYields = 100,
    },
    WarningHandler = (_, warning) => warnings.Enqueue(warning),
});
var kinds = warnings.Select(warning => warning.Kind).Where(kind => kind != LoopWarningKind.SlowStep).Distinct().Order();
Console.WriteLine($"guards: {string.Join(", ", kinds)}");
Console.WriteLine($"forgotten: {warnings.Any(warning => warning.Message.StartsWith("Coroutine 'After' was called and never awaited"))}");
Console.WriteLine($"waits: {warnings.Any(warning => warning.Message.Contains("blocks the loop: "))}");
Console.WriteLine($"held: {warnings.Any(warning => warning.Message.Contains("has held the loop for "))}");
try
{
    Run(Waits(), new RunnerOptions { Guards = new() { Blocking = BlockingPolicy.Throw } });
}
catch (BlockingException)
{
    Console.WriteLine("blocking: thrown");
}

var lost = new List<string>();
Run(LoseError(), new RunnerOptions { ExceptionHandler = (_, context) => lost.Add($"{context.Message}: {context.Exception!.Message}") });
Console.WriteLine($"lost: {string.Join(", ", lost)}");
Console.WriteLine($"no loop: {Refused(() => GetRunningLoop())}");
Run(UseElsewhere());
try
{
    Run(TakeTwice());
}
catch (DeadlockException)
{
    Console.WriteLine("deadlock: found");
}

static async Coroutine Careless(ConcurrentQueue<LoopWarning> warnings)
{
    _ = After(1, 2);
    await Waits();
    SpinWait.SpinUntil(() => warnings.Any(warning => warning.Message.Contains("has held the loop for ")), 10_000);
    foreach (Coroutine coroutine in (Coroutine[])[Swallow(0), Swallow(0.05)])
    {
        LoopTask task = CreateTask(coroutine);
        await Sleep(0);
        task.Cancel();
        await Wait([task]);
    }

    for (int i = 0; i < 200; i++)
    {
        await Sleep(0);
    }
}

static async Coroutine Waits()
{
    await Sleep(0);
    using var never = new ManualResetEvent(false);
    never.WaitOne(200);
}

#pragma warning disable SIM005, SIM031 // What is wrong here is so on purpose
static async Coroutine Swallow(double goesOn)
{
    try
    {
        await Sleep(3600);
    }
    catch (CancelledException)
    {
        await Sleep(goesOn);
    }
}

static async Coroutine LoseError()
{
    _ = CreateTask(Fail<int>("nobody looked"));
    await Sleep(0.01);
}
#pragma warning restore SIM005, SIM031

static async Coroutine UseElsewhere()
{
    EventLoop loop = GetRunningLoop();
    Console.WriteLine($"wrong thread: {await ToThread(() => Refused(() => loop.CallSoon(() => { })))}");
}

static bool Refused(Action use)
{
    try
    {
        use();
        return false;
    }
    catch (InvalidOperationException)
    {
        return true;
    }
}

static async Coroutine TakeTwice()
{
    var mutex = new AsyncLock();
    await mutex.Acquire();
    await mutex.Acquire();
}

static async Coroutine Main()
{
    Console.WriteLine("hello");

    var (text, number, point) = await Gather(After(0.03, "three"), After(0.01, 1), After(0.02, (X: 1.5, Y: 2L)));
    Console.WriteLine(FormattableString.Invariant($"gathered: {text}, {number}, {point.X}, {point.Y}"));
    Console.WriteLine($"gathered: {string.Join(", ", await Gather(Enumerable.Range(0, 5).Select(i => After(0, i * i))))}");

    var outcomes = await GatherOutcomes(After(0, 1), Fail<int>("odd"));
    Console.WriteLine($"outcomes: {outcomes[0].Value}, {outcomes[1].Exception!.Message}");

    try
    {
        await TaskGroup.Run(async group =>
        {
            _ = group.CreateTask(Fail<Guid>("first"));
            _ = group.CreateTask(After(3600, 'x'), name: "sibling");
            await Sleep(3600);
        });
    }
    catch (AggregateException errors)
    {
        Console.WriteLine($"group: {errors.InnerExceptions.Single().Message}");
    }

    Console.WriteLine($"group of values: {await TaskGroup.Run(async group => await group.CreateTask(After(0, 7m)))}");

    try
    {
        await Timeout(0.01, async scope => await Sleep(3600));
    }
    catch (TimeoutException)
    {
        Console.WriteLine("timeout: raised");
    }

    try
    {
        await WaitFor(After(3600, DayOfWeek.Monday), 0.01);
    }
    catch (TimeoutException)
    {
        Console.WriteLine("wait for: raised");
    }

    var sleeper = CreateTask(After(3600, 0), name: "sleeper");
    await Sleep(0);
    sleeper.Cancel("enough");
    try
    {
        await Shield(sleeper);
    }
    catch (CancelledException)
    {
        Console.WriteLine($"cancelled: {sleeper.Name} {sleeper.IsCancelled}");
    }

    var order = new List<int>();
    await foreach (var task in AsCompleted([After(0.02, 2), After(0.01, 1)]))
    {
        order.Add(await task);
    }

    Console.WriteLine($"as completed: {string.Join(", ", order)}");

    var (done, pending) = await Wait([CreateTask(After(0, 1)), CreateTask(After(0.01, 2))]);
    Console.WriteLine($"wait: {done.Count} done, {pending.Count} pending");

    Console.WriteLine($"thread: {await ToThread(() => Environment.CurrentManagedThreadId) != Environment.CurrentManagedThreadId}");
    Console.WriteLine($"foreign: {await Foreign()}");
    Console.WriteLine($"deep: {await Depth(10_000)}");
    Console.WriteLine($"echo: {await Echo()}");
    Console.WriteLine($"http: {await Get()}");
    Console.WriteLine($"child: {await Child()}");

    var local = new AsyncLocal<int> { Value = 1 };
    await CreateTask(Set(local, 2));
    Console.WriteLine($"context: {local.Value}");
}

static async Coroutine<T> After<T>(double delay, T result)
{
    await Sleep(delay);
    return result;
}

static async Coroutine<T> Fail<T>(string message)
{
    await Sleep(0);
    throw new InvalidOperationException(message);
}

// A method of plain .NET on the loop: it awaits a task of the pool and a coroutine.
static async Task<string> Foreign()
{
    var loop = Environment.CurrentManagedThreadId;
    await Task.Delay(1, Asyncio.CancellationToken);
    var seen = await After(0.001, "both ways");
    return Environment.CurrentManagedThreadId == loop ? seen : "another thread";
}

// A server and its client over real sockets, and a look-up of a name.
static async Coroutine<string> Echo()
{
    await using Server server = await StartServer(
        async client =>
        {
            while (await client.ReadLine() is { Length: > 0 } line)
            {
                await client.Send(line);
            }
        },
        "localhost",
        0);
    using Connection connection = await OpenConnection("localhost", server.Port, new() { Timeout = 10 });
    await connection.Send("over the loopback\n");
    using var reader = new StreamReader(connection);
    string? answer = await reader.ReadLineAsync();
    using DatagramEndpoint one = await CreateDatagramEndpoint(new() { LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 0) });
    using DatagramEndpoint two = await CreateDatagramEndpoint(new() { RemoteEndPoint = one.LocalEndPoint });
    await two.Send("by datagram"u8.ToArray());
    return $"{answer}, {Encoding.UTF8.GetString((await one.Receive()).Data)}";
}

// .NET's HTTP client on the loop's connections.
static async Coroutine<string> Get()
{
    await using Server server = await StartServer(
        async client =>
        {
            while (await client.ReadLine() is { Length: > 2 })
            {
                // A header.
            }

            await client.Send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello");
        },
        "localhost",
        0);
    using HttpClient http = LoopHttp.CreateClient();
    return await http.GetStringAsync($"http://localhost:{server.Port}/");
}

// A child process that talks back, and one that a signal ends.
static async Coroutine<string> Child()
{
    Subprocess child = await CreateSubprocessShell("cat; exit 3", new() { StandardInput = StandardStream.Pipe, StandardOutput = StandardStream.Pipe });
    var (output, _) = await child.Communicate("through a pipe"u8.ToArray());
    await using Subprocess killed = await CreateSubprocessExec("cat", options: new() { StandardInput = StandardStream.Pipe });
    killed.Kill();
    return $"{Encoding.UTF8.GetString(output)}, {child.ReturnCode}, {await killed.Wait()}";
}

static async Coroutine<int> Depth(int levels)
{
    if (levels > 0)
    {
        return 1 + await Depth(levels - 1);
    }

    await Sleep(0);
    return 0;
}

static async Coroutine Set(AsyncLocal<int> local, int value)
{
    await Sleep(0);
    local.Value = value;
}
