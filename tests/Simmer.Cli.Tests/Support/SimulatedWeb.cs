using System.Text;
using Simmer.Cli.Fetching;
using Simmer.Testing;

namespace Simmer.Cli.Tests.Support;

/// <summary>Hosts that answer in virtual time, fetched by the real fetcher.</summary>
internal sealed class SimulatedWeb : IAttempts
{
    private readonly Dictionary<string, Func<Job, Coroutine<AttemptResult>>> _hosts = [];
    private readonly Dictionary<string, int> _running = [];

    /// <summary>The most requests that ran at a time at each host.</summary>
    internal Dictionary<string, int> Most { get; } = [];

    internal int MostAtOnce { get; private set; }

    internal VirtualClock Clock { get; } = new();

    /// <summary>When each request began, with its URL.</summary>
    internal List<(double At, string Url)> Requests { get; } = [];

    internal void Add(string host, Func<Job, Coroutine<AttemptResult>> answer) => _hosts.Add(host, answer);

    /// <summary>A host that answers after a time.</summary>
    internal void AddGood(string host, double seconds) => Add(host, async _ =>
    {
        await Asyncio.Sleep(seconds);
        return AttemptResult.Fetched;
    });

    public async Coroutine<AttemptResult> Run(Job job)
    {
        string host = job.Address.Host;
        Requests.Add((Clock.Seconds, job.Address.AbsoluteUri));
        _running[host] = _running.GetValueOrDefault(host) + 1;
        Most[host] = Math.Max(Most.GetValueOrDefault(host), _running[host]);
        MostAtOnce = Math.Max(MostAtOnce, _running.Values.Sum());
        try
        {
            return await _hosts[host](job);
        }
        finally
        {
            _running[host]--;
        }
    }

    internal List<FetchRecord> Fetch(IEnumerable<string> urls, FetchSettings? settings = null, Action<Fetcher>? beside = null,
        Action<FetchRecord>? finished = null, Func<Coroutine>? after = null)
    {
        var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', urls)));
        using var source = new UrlSource([], input);
        var records = new List<FetchRecord>();
        var fetcher = new Fetcher(settings ?? new FetchSettings(), source, this, new Random(1))
        {
            Finished = async record =>
            {
                records.Add(record);
                finished?.Invoke(record);
            },
        };
        Asyncio.Run(Main(), new RunnerOptions { Clock = Clock });
        return records;

        async Coroutine Main()
        {
            beside?.Invoke(fetcher);
            await fetcher.Run();
            if (after is not null)
            {
                await after();
            }
        }
    }
}
