using Simmer.Cli.Fetching;
using Simmer.Cli.Output;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Output;

/// <summary>What a run looks like on terminals of different widths, in virtual time.</summary>
public sealed class LiveProgressTests
{
    private const string LongPath = "/a/rather/long/path/that/goes/on/for/longer/than/a/line/of/the/terminal/is/wide?query=1";

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    [InlineData(40)]
    public void While_it_runs_every_line_fits_and_in_the_end_only_the_failures_are_left(int width)
    {
        var terminal = new Terminal(width);
        string[] failures = [.. Enumerable.Range(0, 5).Select(i => $"http://bad.test{LongPath}{i}")];
        string[] live = [];
        Run(terminal, width, [.. failures, .. Enumerable.Range(0, 20).Select(i => $"http://good.test{LongPath}{i}")], at: 1.5, () => live = terminal.Rows);

        string whole = string.Concat(terminal.Rows.Select(row => row.PadRight(width)));
        Assert.All(failures, url => Assert.Contains($"failed: {url}: status 404", whole));
        int rowsOfFailures = terminal.Rows.Length;
        Assert.Equal(5 * ((failures[0].Length + "failed: : status 404".Length + width - 1) / width), rowsOfFailures);
        Assert.True(terminal.ShowsCursor);

        string[] region = live[rowsOfFailures..];
        Assert.Matches("━ 13 of 25$", region[0]);
        Assert.Contains(region, row => row.StartsWith("8 fetched  5 failed  8 running", StringComparison.Ordinal));
        Assert.Contains(region, row => row.EndsWith("4 waiting", StringComparison.Ordinal));
        Assert.Equal(5, region.Count(row => row.Contains("http://", StringComparison.Ordinal) && row.Contains("query=1", StringComparison.Ordinal)));
        Assert.All(region, row => Assert.InRange(row.Length, 1, width - 1));
    }

    private static void Run(Terminal terminal, int width, string[] urls, double at, Action look)
    {
        var web = new SimulatedWeb();
        web.AddGood("good.test", 1);
        web.Add("bad.test", async _ =>
        {
            await Asyncio.Sleep(0.1);
            return AttemptResult.Failed(new Failure(FailureKind.Status, "status 404"));
        });
        var screen = new Screen(terminal, isTerminal: true) { Width = width };
        var totals = new Totals();
        Progress? progress = null;
        LoopTask? showing = null;
        web.Fetch(
            urls,
            beside: fetcher =>
            {
                progress = new LiveProgress(screen, fetcher, totals);
                showing = Asyncio.CreateTask(progress.Run());
                Asyncio.GetRunningLoop().CallLater(at, look);
            },
            finished: record =>
            {
                totals.Add(record);
                if (!record.IsFetched)
                {
                    progress!.Add(Failed.Line(record));
                }
            },
            after: async () =>
            {
                progress!.End();
                await showing!;
            });
    }
}
