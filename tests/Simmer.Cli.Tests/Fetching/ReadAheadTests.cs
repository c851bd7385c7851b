using Simmer.Cli.Fetching;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Fetching;

/// <summary>How far the input is read ahead of a host that holds everybody up.</summary>
public sealed class ReadAheadTests
{
    private const double ClosedFor = 60;
    private const int Closed = 5_000;
    private const int Good = 1_000;

    /// <summary>What a URL takes while it waits: its bytes, and ten.</summary>
    private const int BytesEach = 42;

    /// <summary>The input comes in blocks, and a queue takes memory in chunks.</summary>
    private const int Block = 64 * 1024;

    private readonly SimulatedWeb _web = new();
    private readonly string[] _urls =
    [
        .. Enumerable.Range(0, Closed).Select(i => $"http://closed.test/{i:D13}"),
        .. Enumerable.Range(0, Good).Select(i => $"http://good.test/{i:D15}"),
    ];

    [Fact]
    public void The_input_is_read_past_a_host_that_nobody_may_ask_for_now()
    {
        List<FetchRecord> records = Fetch(new FetchSettings(), out int most);

        AssertEachOnce(records);
        Assert.InRange(most, Closed, Closed + Good);
        Assert.InRange(records.Where(IsGood).Max(record => record.EndedAt), 0, ClosedFor / 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20_000)]
    [InlineData(100_000)]
    public void It_is_read_no_further_while_what_waits_takes_its_share_of_memory_and_nothing_is_lost(int memory)
    {
        List<FetchRecord> records = Fetch(new FetchSettings { MemoryForWaiting = memory }, out int most);

        AssertEachOnce(records);
        Assert.InRange(most, memory / BytesEach / 2, (memory + Block) / BytesEach);
        Assert.InRange(records.Where(IsGood).Min(record => record.StartedAt), ClosedFor, double.PositiveInfinity);
    }

    private List<FetchRecord> Fetch(FetchSettings settings, out int mostWaiting)
    {
        int most = 0;
        _web.Add("closed.test", async _ =>
        {
            await Asyncio.Sleep(0.01);
            return _web.Clock.Seconds >= ClosedFor ? AttemptResult.Fetched : AttemptResult.Failed(
                new Failure(FailureKind.Status, "status 429", IsTransient: true, TimeSpan.FromSeconds(ClosedFor - _web.Clock.Seconds)));
        });
        _web.AddGood("good.test", 0.1);
        List<FetchRecord> records = _web.Fetch(_urls, settings, fetcher =>
        {
            Asyncio.GetRunningLoop().CallLater(0.02, Look);

            void Look()
            {
                most = Math.Max(most, fetcher.Waiting);
                if (!fetcher.IsAllRead)
                {
                    Asyncio.GetRunningLoop().CallLater(0.02, Look);
                }
            }
        });
        mostWaiting = most;
        return records;
    }

    private void AssertEachOnce(List<FetchRecord> records)
    {
        Assert.All(records, record => Assert.Null(record.Failure));
        Assert.Equal(_urls.Order(StringComparer.Ordinal), records.Select(record => record.Url).Order(StringComparer.Ordinal));
    }

    private static bool IsGood(FetchRecord record) => record.Url.Contains("good", StringComparison.Ordinal);
}
