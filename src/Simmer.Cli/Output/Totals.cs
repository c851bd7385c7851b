using Simmer.Cli.Fetching;

namespace Simmer.Cli.Output;

/// <summary>Counts what was fetched.</summary>
internal sealed class Totals
{
    internal long Fetched { get; private set; }

    internal long Failed { get; private set; }

    internal long Done => Fetched + Failed;

    internal long Bytes { get; private set; }

    internal long Retries { get; private set; }

    /// <summary>How long the URLs took that were fetched, from first request to end.</summary>
    internal Distribution Durations { get; } = new();

    internal SortedDictionary<FailureKind, long> Failures { get; } = [];

    internal void Add(FetchRecord record)
    {
        Bytes += record.Bytes;
        Retries += Math.Max(0, record.Attempts - 1);
        if (record.Failure is { } failure)
        {
            Failed++;
            Failures[failure.Kind] = Failures.GetValueOrDefault(failure.Kind) + 1;
        }
        else
        {
            Fetched++;
            Durations.Add(record.Duration);
        }
    }
}
