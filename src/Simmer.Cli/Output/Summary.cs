using System.Globalization;
using Simmer.Cli.Fetching;

namespace Simmer.Cli.Output;

/// <summary>The last words of a run.</summary>
internal static class Summary
{
    internal static IEnumerable<string> Lines(Totals totals, double seconds, Fetcher fetcher)
    {
        double rate = seconds > 0 ? totals.Done / seconds : 0;
        string failed = totals.Failed > 0 ? $", {Format.Count(totals.Failed)} failed" : "";
        yield return $"{Format.Count(totals.Fetched)} fetched{failed}, {Format.Bytes(totals.Bytes)} in {Format.Seconds(seconds)} ({Format.Rate(rate)})";
        if (totals.Durations.Count > 1)
        {
            yield return "time per URL: " + string.Join(", ", Percentiles(totals.Durations));
        }

        if (totals.Failures.Count > 1)
        {
            yield return "failures: " + string.Join(", ", totals.Failures
                .OrderByDescending(pair => pair.Value)
                .Select(pair => $"{Format.Count(pair.Value)} {JsonRecords.NameOf(pair.Key)}"));
        }

        if (totals.Retries > 0)
        {
            yield return $"tried again: {Format.Count(totals.Retries)} times";
        }

        if (fetcher.IsInterrupted)
        {
            string rest = fetcher.IsAllRead ? "" : ", and the input was not read to its end";
            yield return $"interrupted: {Format.Count(fetcher.NotStarted)} URLs not started{rest}";
        }

        if (fetcher.InputError is { } error)
        {
            yield return $"the input could not be read to its end: {Escape.ForTerminal(error.Message)}";
        }
    }

    private static IEnumerable<string> Percentiles(Distribution durations)
    {
        foreach (int percent in (int[])[50, 90, 99])
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{percent} % ≤ {Format.Seconds(durations.Percentile(percent / 100.0))}");
        }

        yield return $"longest {Format.Seconds(durations.Longest)}";
    }
}
