using System.Net.Sockets;
using System.Text;
using Simmer.Cli.Fetching;

namespace Simmer.Cli.Tests.Support;

/// <summary>
/// Real servers, whose answers take virtual time. The clock stands still until every request under way has reached its server and
/// the fetcher has nothing left to start, so what the machine is busy with changes no number.
/// </summary>
internal sealed class SteppedWeb : IDisposable
{
    /// <summary>How many iterations of the loop without a change are taken for rest; a slot that is freed is taken within five.</summary>
    private const int Rest = 20;

    /// <summary>The fetcher's own timers go off at most so much late.</summary>
    private const double LongestStep = 0.05;

    private readonly Clock _clock = new();
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, double> _held = new();
    private readonly List<HostileServer> _servers = [];

    /// <param name="address">Any address of loopback.</param>
    /// <param name="answer">How long the answer to a path takes, in seconds, and its bytes in ASCII.</param>
    /// <returns>The beginning of its URLs.</returns>
    internal string Add(string address, Func<string, (double Seconds, string Bytes)> answer)
    {
        var server = new HostileServer(
            async (path, stream) =>
            {
                (double seconds, string bytes) = answer(path);
                await Hold(seconds);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(bytes));
            },
            address);
        _servers.Add(server);
        return server.Address;
    }

    /// <summary>The beginning of URLs that nobody answers at.</summary>
    internal static string Nobody()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Parse("127.0.0.9"), 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }

    /// <summary>Fetches until this says that it has seen enough.</summary>
    internal void Fetch(IReadOnlyList<string> urls, FetchSettings settings, Func<FetchRecord, bool> isEnough)
    {
        bool over = false;
        RealFetch.Run(
            urls,
            settings with { Grace = TimeSpan.Zero },
            onFinished: (record, fetcher) =>
            {
                if (!over && isEnough(record))
                {
                    over = true;
                    fetcher.Interrupt();
                }
            },
            beside: async fetcher =>
            {
                while (!over)
                {
                    await Settled(fetcher);
                    Step();
                }
            },
            clock: _clock);
    }

    public void Dispose() => _servers.ForEach(server => server.Dispose());

    private async Task Hold(double seconds)
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _held.Enqueue(released, _clock.Seconds + seconds);
        }

        await released.Task;
    }

    private async Coroutine Settled(Fetcher fetcher)
    {
        for (int rest = 0; rest < Rest && !fetcher.IsInterrupted; rest++)
        {
            await Asyncio.Sleep(0);
            while (CountHeld() != fetcher.Requests.Count && !fetcher.IsInterrupted)
            {
                // The servers and the connections that are being opened need the processor.
                rest = 0;
                await Asyncio.ToThread(static () => Thread.Yield());
            }
        }
    }

    private int CountHeld()
    {
        lock (_lock)
        {
            return _held.Count;
        }
    }

    private void Step()
    {
        lock (_lock)
        {
            double next = _clock.Seconds + LongestStep;
            _clock.Seconds = _held.TryPeek(out _, out double due) ? Math.Min(next, due) : next;
            while (_held.TryPeek(out _, out due) && due <= _clock.Seconds)
            {
                _held.Dequeue().SetResult();
            }
        }
    }

    private sealed class Clock : TimeProvider
    {
        private double _seconds;

        internal double Seconds
        {
            get => Volatile.Read(ref _seconds);
            set => Volatile.Write(ref _seconds, value);
        }

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => (long)Math.Round(Seconds * TimestampFrequency);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(Seconds);
    }
}
