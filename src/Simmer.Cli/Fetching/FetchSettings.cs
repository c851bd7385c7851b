namespace Simmer.Cli.Fetching;

/// <summary>What the command line says about fetching.</summary>
internal sealed record FetchSettings
{
    internal int Concurrency { get; init; } = 64;

    internal int PerHost { get; init; } = 8;

    /// <summary>For one attempt, from the first byte sent to the last received.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    internal int Retries { get; init; } = 2;

    /// <summary>The longest wait that a server can ask for; one that asks for more gets no more requests.</summary>
    internal TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(2);

    internal long MaxSize { get; init; } = 100L << 20;

    internal int MaxRedirects { get; init; } = 20;

    /// <summary>How long the requests under way get to end after Ctrl-C.</summary>
    internal TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>About how much memory URLs that wait may take before the input is read no further.</summary>
    internal long MemoryForWaiting { get; init; } = 128L << 20;
}
