using System.Net.Http.Headers;

namespace Simmer.Cli.Fetching;

/// <summary>Whether and when a URL is tried again.</summary>
internal sealed class RetryPolicy(int retries, Random random)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    internal bool MayRetry(Failure failure, int attempts) => failure.IsTransient && attempts <= retries;

    /// <summary>Twice as long after each attempt, less up to half, so that URLs that failed together are not tried again together.</summary>
    internal TimeSpan Delay(int attempts)
    {
        double seconds = Math.Min(s_longest.TotalSeconds, s_first.TotalSeconds * Math.Pow(2, Math.Min(attempts, 20) - 1));
        return TimeSpan.FromSeconds(seconds * (1 - (random.NextDouble() / 2)));
    }

    /// <summary>What a Retry-After header asks for: seconds, or a date by the server's own clock.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        TimeSpan? delay = headers.RetryAfter switch
        {
            { Delta: { } seconds } => seconds,
            { Date: { } date } => date - (headers.Date ?? now),
            _ => null,
        };
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }
}
