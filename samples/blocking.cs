#:project ../src/Simmer

// Blocks the loop in 50 ways, one after another, and prints what the guards say of each: the line that blocks.
//   dotnet run samples/blocking.cs
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Simmer;
using static Simmer.Asyncio;

const int Ms = 300;

Way[] ways =
[
    // .NET tasks
    new(async () => Task.Delay(Ms).Wait()),
    new(async () => Task.Delay(Ms).Wait(TimeSpan.FromSeconds(9))),
    new(async () => Answer().Wait()),
    new(async () => _ = Answer().Result),
    new(async () => Task.Delay(Ms).GetAwaiter().GetResult()),
    new(async () => Task.Delay(Ms).ConfigureAwait(false).GetAwaiter().GetResult()),
    new(async () => new ValueTask(Task.Delay(Ms)).GetAwaiter().GetResult()),
    new(async () => _ = new ValueTask<int>(Answer()).Result),
    new(async () => Task.WaitAll(Task.Delay(Ms), Task.Delay(1))),
    new(async () => Task.WaitAny(Task.Delay(Ms))),
    new(async () => Task.WhenAll(Task.Delay(Ms), Task.Delay(1)).Wait()),
    new(async () => Task.Run(() => Thread.Sleep(Ms)).Wait()),
    new(async () => Task.Delay(Ms).ContinueWith(_ => { }, TaskScheduler.Default).Wait()),
    new(async () => new TaskCompletionSource().Task.Wait(Ms)),
    new(async () => ((IAsyncResult)Task.Delay(Ms)).AsyncWaitHandle.WaitOne()),
    new(async () => Channel.CreateUnbounded<int>().Reader.ReadAsync().AsTask().Wait(Ms)),
    new(async () => new PeriodicTimer(TimeSpan.FromMilliseconds(Ms)).WaitForNextTickAsync().AsTask().Wait()),

    // Locks and signals
    new(async () => { lock (Held()) { } }),
    new(async () => { lock (HeldLock()) { } }),
    new(async () => Monitor.TryEnter(Held(2 * Ms), Ms)),
    new(async () => { var gate = new object(); lock (gate) { Monitor.Wait(gate, Ms); } }),
    new(async () => new ManualResetEvent(false).WaitOne(Ms)),
    new(async () => new AutoResetEvent(false).WaitOne(Ms)),
    new(async () => new ManualResetEventSlim().Wait(Ms)),
    new(async () => new SemaphoreSlim(0).Wait(Ms)),
    new(async () => new SemaphoreSlim(0).WaitAsync().Wait(Ms)),
    new(async () => new Semaphore(0, 1).WaitOne(Ms)),
    new(async () => new CountdownEvent(1).Wait(Ms)),
    new(async () => new Barrier(2).SignalAndWait(Ms)),
    new(async () => HeldForReading().TryEnterWriteLock(Ms)),
    new(async () => new BlockingCollection<int>().TryTake(out _, Ms)),
    new(async () => WaitHandle.WaitAll([new ManualResetEvent(false), new ManualResetEvent(true)], Ms)),
    new(async () => WaitHandle.WaitAny([new ManualResetEvent(false)], Ms)),
    new(async () => WaitHandle.SignalAndWait(new ManualResetEvent(false), new ManualResetEvent(false), Ms, false)),

    // Threads and processes
    new(async () => Thread.Sleep(Ms)),
    new(async () => Started(() => Thread.Sleep(Ms)).Join()),
    new(async () => Started(() => Thread.Sleep(2 * Ms)).Join(Ms)),
    new(async () => Parallel.For(0, 4, _ => Thread.Sleep(Ms))),
    new(async () => Parallel.Invoke(() => Thread.Sleep(Ms), () => Thread.Sleep(Ms))),
    new(async () => Enumerable.Range(0, 4).AsParallel().ForAll(_ => Thread.Sleep(Ms))),
    new(async () => Process.Start("sleep", "0.3").WaitForExit()),
    new(async () => Process.Start(new ProcessStartInfo("sleep", "0.3") { RedirectStandardOutput = true })!.StandardOutput.ReadToEnd()),

    // Sockets and pipes
    new(async () => Listener().Server.Poll(Ms * 1000, SelectMode.SelectRead)),
    new(async () => Socket.Select(new List<Socket> { Listener().Server }, null, null, Ms * 1000)),
    new(async () => SilentConnection().ReadByte()),
    new(async () => LateCaller().AcceptSocket()),
    new(async () => LatePipe().ReadByte()),

    // The processor
    new(async () => { for (var watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < Ms;) { } }),
    new(async () => SpinWait.SpinUntil(() => false, Ms)),
    new(async () => { for (var watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < Ms;) { Enumerable.Range(0, 10_000).Sum(); } }),
];

var warnings = new ConcurrentQueue<LoopWarning>();
var options = new RunnerOptions
{
    // Debug mode knows at which await a step began, which is what it can say of code that does not wait.
    Debug = true,
    Guards = new() { WaitThreshold = TimeSpan.FromMilliseconds(20), StepThreshold = TimeSpan.FromMilliseconds(60) },
    WarningHandler = (_, warning) => warnings.Enqueue(warning),
};
Run(Main(), options);

async Coroutine Main()
{
    var right = 0;
    foreach (var way in ways)
    {
        LoopWarning? blamed = null;
        var isRight = false;
        for (var tries = 0; tries < 10 && !isRight; tries++) // A busy machine may look too late
        {
            await Sleep(0);
            warnings.Clear();
            await way.Block();
            await Sleep(0.1); // The watchdog tells the total when it sees the loop move again

            blamed = warnings.FirstOrDefault(warning => warning.Kind == LoopWarningKind.Blocking);
            isRight = blamed?.Line == way.Line && warnings.Any(warning => warning.IsOver);
        }

        right += isRight ? 1 : 0;
        Console.WriteLine($"{(isRight ? "right" : "WRONG")} {way.Line}: {blamed?.Message ?? "nothing was said"}");
    }

    Console.WriteLine($"{right} of {ways.Length} blamed on the right line");
}

static async Task<int> Answer()
{
    await Task.Delay(Ms).ConfigureAwait(false);
    return 42;
}

static Thread Started(Action work)
{
    var thread = new Thread(() => work()) { IsBackground = true };
    thread.Start();
    return thread;
}

// Something that another thread has entered and leaves after a while
static object Held(int milliseconds = Ms)
{
    var gate = new object();
    Enter(() => Monitor.Enter(gate), () => Monitor.Exit(gate), milliseconds);
    return gate;
}

static Lock HeldLock()
{
    var gate = new Lock();
    Enter(gate.Enter, gate.Exit, Ms);
    return gate;
}

static ReaderWriterLockSlim HeldForReading()
{
    var gate = new ReaderWriterLockSlim();
    Enter(gate.EnterReadLock, gate.ExitReadLock, 2 * Ms);
    return gate;
}

static void Enter(Action enter, Action exit, int milliseconds)
{
    var entered = false;
    Started(() =>
    {
        enter();
        Volatile.Write(ref entered, true);
        Thread.Sleep(milliseconds);
        exit();
    });
    while (!Volatile.Read(ref entered))
    {
        Thread.Yield();
    }
}

static TcpListener Listener()
{
    var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return listener;
}

// The other end says nothing for a while, then hangs up
static NetworkStream SilentConnection()
{
    var listener = Listener();
    var client = new TcpClient();
    client.Connect((IPEndPoint)listener.LocalEndpoint);
    var server = listener.AcceptTcpClient();
    Started(() => { Thread.Sleep(Ms); server.Close(); });
    return client.GetStream();
}

static TcpListener LateCaller()
{
    var listener = Listener();
    Started(() => { Thread.Sleep(Ms); new TcpClient().Connect((IPEndPoint)listener.LocalEndpoint); });
    return listener;
}

static Stream LatePipe()
{
    var server = new AnonymousPipeServerStream(PipeDirection.Out);
    Started(() => { Thread.Sleep(Ms); server.WriteByte(1); });
    return new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
}

internal sealed record Way(Func<Coroutine> Block, [CallerLineNumber] int Line = 0);
