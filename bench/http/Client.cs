using System.Diagnostics;
using Simmer.Http;

namespace Simmer.HttpPeers;

/// <summary>Gets a URL again and again over so many connections, and tells how often a second.</summary>
internal static class Client
{
    private const double WarmUpSeconds = 3;

    // loop: the loop's client; bare: a plain client on the loop's handler; usual: .NET's own handler.
    internal static long Run(string kind, string url, int connections, int seconds) => kind switch
    {
        "usual" => Measure(new HttpClient(), url, connections, seconds).GetAwaiter().GetResult(),
        "loop" => Asyncio.Run(OnLoop(static () => LoopHttp.CreateClient(), url, connections, seconds)),
        "bare" => Asyncio.Run(OnLoop(static () => new HttpClient(LoopHttp.CreateHandler()), url, connections, seconds)),
        _ => throw new ArgumentException($"There is no client '{kind}'.", nameof(kind)),
    };

    private static async Coroutine<long> OnLoop(Func<HttpClient> create, string url, int connections, int seconds)
    {
        using HttpClient http = create();
        var meter = new Meter();
        await TaskGroup.Run(async group =>
        {
            for (int i = 0; i < connections; i++)
            {
                _ = group.CreateTask(GetAgainAndAgain(http, url, meter));
            }

            await Asyncio.Sleep(WarmUpSeconds);
            meter.Start();
            await Asyncio.Sleep(seconds);
            meter.Stop();
        });
        return meter.Rate;
    }

    private static async Coroutine GetAgainAndAgain(HttpClient http, string url, Meter meter)
    {
        while (!meter.IsStopped)
        {
            byte[] body = await http.GetByteArrayAsync(url);
            meter.Count += body.Length > 0 ? 1 : 0;
        }
    }

    private static async Task<long> Measure(HttpClient http, string url, int connections, int seconds)
    {
        var meter = new Meter();
        Task[] all = [.. Enumerable.Range(0, connections).Select(_ => Task.Run(Get))];
        await Task.Delay(TimeSpan.FromSeconds(WarmUpSeconds));
        meter.Start();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        meter.Stop();
        await Task.WhenAll(all);
        return meter.Rate;

        async Task Get()
        {
            while (!meter.IsStopped)
            {
                byte[] body = await http.GetByteArrayAsync(url);
                Interlocked.Add(ref meter.Count, body.Length > 0 ? 1 : 0);
            }
        }
    }

    private sealed class Meter
    {
        internal long Count;
        private long _began;
        private volatile bool _isStopped;

        internal bool IsStopped => _isStopped;

        internal long Rate { get; private set; }

        internal void Start()
        {
            Interlocked.Exchange(ref Count, 0);
            _began = Stopwatch.GetTimestamp();
        }

        internal void Stop()
        {
            Rate = (long)(Interlocked.Read(ref Count) / Stopwatch.GetElapsedTime(_began).TotalSeconds);
            _isStopped = true;
        }
    }
}
