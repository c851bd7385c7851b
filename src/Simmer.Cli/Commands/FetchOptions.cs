using Simmer.Cli.Fetching;

namespace Simmer.Cli.Commands;

/// <summary>What the command line of <c>simmer fetch</c> says.</summary>
internal sealed record FetchOptions
{
    internal IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>A file of URLs; <c>-</c> for standard input.</summary>
    internal string? Input { get; init; }

    internal FetchSettings Settings { get; init; } = new();

    internal TransportSettings Transport { get; init; } = new();

    internal string? Output { get; init; }

    /// <summary>Where the records go; <c>-</c> for standard output.</summary>
    internal string? Json { get; init; }

    internal bool Compare { get; init; }

    internal bool Timeline { get; init; }

    internal bool Quiet { get; init; }
}
