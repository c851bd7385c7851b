namespace Simmer.Cli.Fetching;

/// <summary>What the end of a request says about the host.</summary>
internal enum HostHealth
{
    /// <summary>Nothing.</summary>
    Unknown,

    /// <summary>It answered.</summary>
    Good,

    /// <summary>It answered that it cannot answer now.</summary>
    Failing,

    /// <summary>It did not answer at all.</summary>
    Silent,
}
