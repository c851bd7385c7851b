using Simmer.Cli.Fetching;

namespace Simmer.Cli.Output;

/// <summary>The one line about a URL that was not fetched.</summary>
internal static class Failed
{
    private const int LongestUrl = 300;
    private const int LongestMessage = 500;

    internal static string Line(FetchRecord record)
    {
        string url = Format.Fit(Escape.ForTerminal(record.Url), LongestUrl);
        string message = Format.Fit(Escape.ForTerminal(record.Failure!.Message), LongestMessage);
        string tries = record.Attempts > 1 ? $" (tried {record.Attempts} times)" : "";
        return $"failed: {url}: {message}{tries}";
    }
}
