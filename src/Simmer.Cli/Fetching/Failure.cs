namespace Simmer.Cli.Fetching;

/// <summary>Why a URL was not fetched.</summary>
/// <param name="Kind">What went wrong, for programs.</param>
/// <param name="Message">What went wrong, in one line for people. It can hold text from the network: escape it.</param>
/// <param name="IsTransient">Whether trying again may help.</param>
/// <param name="RetryAfter">How long the server asked to be left alone.</param>
/// <param name="HostSilent">Whether the host gave no answer at all.</param>
internal sealed record Failure(
    FailureKind Kind, string Message, bool IsTransient = false, TimeSpan? RetryAfter = null, bool HostSilent = false);

internal enum FailureKind
{
    BadUrl,
    UnknownHost,
    Refused,
    Connect,
    Tls,
    Timeout,
    TooLarge,
    Redirect,
    CutShort,
    Protocol,
    Status,
    HeldBack,
    Unreachable,
    Write,
    Interrupted,
    Internal,
}
