namespace Simmer.Cli.Fetching;

/// <summary>How a request ended: all null when the URL was fetched.</summary>
/// <param name="Failure">What went wrong.</param>
/// <param name="Redirect">Where the server sends the client.</param>
internal readonly record struct AttemptResult(Failure? Failure, Uri? Redirect)
{
    internal static AttemptResult Fetched => default;

    internal static AttemptResult Failed(Failure failure) => new(failure, null);

    internal static AttemptResult Redirected(Uri target) => new(null, target);
}

/// <summary>Makes one request for a URL.</summary>
internal interface IAttempts
{
    /// <summary>Fills in what the request brings; throws only when it is cancelled.</summary>
    Coroutine<AttemptResult> Run(Job job);
}
