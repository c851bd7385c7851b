namespace Simmer.Cli.Fetching;

/// <summary>What became of a URL.</summary>
internal sealed record FetchRecord
{
    internal required string Url { get; init; }

    internal required string FinalUrl { get; init; }

    internal int? Status { get; init; }

    internal long Bytes { get; init; }

    internal int Attempts { get; init; }

    /// <summary>When its first request began; null if none did.</summary>
    internal DateTimeOffset? Started { get; init; }

    /// <summary>The same in seconds since the run began.</summary>
    internal double StartedAt { get; init; }

    /// <summary>When it was done, in seconds since the run began.</summary>
    internal double EndedAt { get; init; }

    /// <summary>Seconds from being read to the first request.</summary>
    internal double Queued { get; init; }

    /// <summary>Seconds waited between requests: back-off, and turns at other hosts.</summary>
    internal double Waited { get; init; }

    internal double? Connect { get; init; }

    internal double? Headers { get; init; }

    internal double? Body { get; init; }

    internal string? File { get; init; }

    internal Failure? Failure { get; init; }

    internal bool IsFetched => Failure is null;

    /// <summary>Seconds from the first request to the end.</summary>
    internal double Duration => EndedAt - StartedAt;
}
