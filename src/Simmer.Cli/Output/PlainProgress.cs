using Simmer.Cli.Fetching;

namespace Simmer.Cli.Output;

/// <summary>Progress as lines of text: a line for each failure, and now and then one about the whole.</summary>
internal sealed class PlainProgress(Screen screen, Fetcher fetcher, Totals totals, bool quiet) : Progress(fetcher, totals)
{
    private const double Period = 5;
    private double _next = Period;

    protected override double Interval => 0.5;

    protected override Action Show(List<string> lines)
    {
        if (!quiet && Fetcher.Elapsed >= _next && Fetcher.Requests.Count > 0)
        {
            _next = Fetcher.Elapsed + Period;
            lines.Add(Status());
        }

        return () =>
        {
            foreach (string line in lines)
            {
                screen.WriteLine(line);
            }

            screen.Flush();
        };
    }

    private string Status()
    {
        string slowest = Slowest(1).Select(job => $", slowest {Format.Seconds(job.Seconds)} {Format.Fit(job.Url, 100)}").FirstOrDefault("");
        return $"{Format.Seconds(Fetcher.Elapsed)}: {Format.Count(Totals.Done)} done, {Format.Count(Totals.Failed)} failed, "
            + $"{Format.Count(Fetcher.Requests.Count)} running, {Format.Count(Fetcher.Waiting)} waiting, "
            + $"{Format.Rate(Totals.Done / Math.Max(0.001, Fetcher.Elapsed))}{slowest}";
    }
}
