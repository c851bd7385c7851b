using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Simmer.Cli.Fetching;

/// <summary>Reads URLs.</summary>
internal static class Urls
{
    /// <summary>The longest URL taken, in bytes.</summary>
    internal const int MostBytes = 32 * 1024;

    internal static bool TryParse(string text, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out address) || address.IsFile)
        {
            problem = text.Contains("://", StringComparison.Ordinal)
                ? "it cannot be read as a URL"
                : "it has no scheme: write http:// or https:// first";
        }
        else if (!IsHttp(address))
        {
            problem = $"{address.Scheme} is not supported, only http and https";
        }
        else if (!HasHost(address))
        {
            problem = "it names no host that can exist";
        }

        return problem is null;
    }

    internal static bool IsHttp(Uri address) => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps;

    /// <summary>What counts as one host: its name and port.</summary>
    internal static string HostOf(Uri address) =>
        string.Create(CultureInfo.InvariantCulture, $"{address.IdnHost}:{address.Port}");

    private static bool HasHost(Uri address)
    {
        try
        {
            return address.IdnHost.Length is > 0 and < 256;
        }
        catch (Exception error) when (error is UriFormatException or ArgumentException)
        {
            // A name that has no form in ASCII.
            return false;
        }
    }
}
