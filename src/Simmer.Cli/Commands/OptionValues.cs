using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Simmer.Cli.Commands;

/// <summary>Reads the values of options: times, sizes, numbers, addresses, certificates.</summary>
internal static class OptionValues
{
    private static readonly (string Suffix, double Factor)[] s_times = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)];

    private static readonly (string Suffix, double Factor)[] s_sizes =
    [
        ("kib", 1L << 10), ("mib", 1L << 20), ("gib", 1L << 30), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9),
        ("k", 1e3), ("m", 1e6), ("g", 1e9), ("b", 1), ("", 1),
    ];

    /// <summary>A time as <c>30</c>, <c>1.5s</c>, <c>500ms</c>, <c>2m</c> or <c>1h</c>.</summary>
    internal static bool TryParseTime(string text, out TimeSpan time)
    {
        bool good = TryParse(text, s_times, out double seconds) && seconds <= TimeSpan.FromDays(30).TotalSeconds;
        time = good ? TimeSpan.FromSeconds(seconds) : default;
        return good;
    }

    /// <summary>A size as <c>65536</c>, <c>100k</c>, <c>10MB</c> or <c>1GiB</c>.</summary>
    internal static bool TryParseSize(string text, out long bytes)
    {
        bool good = TryParse(text, s_sizes, out double size) && size < long.MaxValue;
        bytes = good ? (long)size : 0;
        return good;
    }

    internal static TimeSpan Time(ArgumentResult result) => Parse(
        result, (string text, out TimeSpan time) => TryParseTime(text, out time), "a time such as 30, 1.5s, 500ms or 2m");

    internal static TimeSpan PositiveTime(ArgumentResult result) => Parse(
        result,
        (string text, out TimeSpan time) => TryParseTime(text, out time) && time > TimeSpan.Zero,
        "a time of more than nothing, such as 30, 1.5s, 500ms or 2m");

    internal static long Size(ArgumentResult result) => Parse(
        result, (string text, out long bytes) => TryParseSize(text, out bytes), "a size such as 65536, 100k, 10MB or 1GiB");

    /// <summary>Reads a whole number within bounds.</summary>
    internal static Func<ArgumentResult, int> Number(int least, int most) => result => Parse(
        result,
        (string text, out int number) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most,
        $"a whole number from {least} to {most}");

    /// <summary>Reads the address of a proxy.</summary>
    internal static Uri? Proxy(ArgumentResult result) => Parse<Uri?>(
        result,
        static (string text, out Uri? proxy) =>
            Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out proxy)
            && proxy.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5",
        "a proxy such as http://localhost:3128 or socks5://localhost:1080",
        WithoutUser);

    /// <summary>Reads the path of a folder.</summary>
    internal static string Folder(ArgumentResult result) => Parse(
        result,
        static (string text, out string path) =>
        {
            path = text;
            return text.Length > 0;
        },
        "a folder");

    /// <summary>Reads the path of a Unix socket.</summary>
    internal static string UnixSocket(ArgumentResult result) => Parse(
        result,
        static (string text, out string path) =>
        {
            path = text;
            try
            {
                return new UnixDomainSocketEndPoint(text) is not null;
            }
            catch (ArgumentException)
            {
                return false;
            }
        },
        "a path that is not too long for a Unix socket");

    /// <summary>Reads a file of certificates.</summary>
    internal static X509Certificate2Collection? Certificates(ArgumentResult result) => Parse<X509Certificate2Collection?>(
        result,
        static (string text, out X509Certificate2Collection? certificates) =>
        {
            certificates = [];
            try
            {
                certificates.ImportFromPemFile(text);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
            {
                // What is wrong with it is told below.
            }

            return certificates.Count > 0;
        },
        "a file that can be read, with certificates in PEM");

    /// <summary>What the command line says, or else what is usual: the option's own default would be shown as .NET writes it.</summary>
    internal static T Value<T>(ParseResult parsed, Option<T> option, T usual) =>
        parsed.GetResult(option) is null ? usual : parsed.GetValue(option)!;

    /// <summary>A value as it can be typed.</summary>
    internal static string Show<T>(T value)
        where T : notnull => value switch
        {
            TimeSpan time => Show(time.TotalSeconds, [("h", 3600), ("m", 60), ("s", 1), ("ms", 0.001)]),
            long bytes => Show(bytes, [("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("", 1)]),
            _ => $"{value}",
        };

    private static string Show(double value, ReadOnlySpan<(string Suffix, double Factor)> units)
    {
        foreach ((string suffix, double factor) in units)
        {
            if (value >= factor)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value / factor:0.###}{suffix}");
            }
        }

        return "0";
    }

    private delegate bool TryParser<T>(string text, out T value);

    private static T Parse<T>(ArgumentResult result, TryParser<T> parser, string wanted, Func<string, string>? show = null)
    {
        string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (!parser(text, out T value))
        {
            string option = (result.Parent as OptionResult)?.IdentifierToken?.Value ?? result.Argument.Name;
            result.AddError($"{option} is '{show?.Invoke(text) ?? text}', but must be {wanted}.");
        }

        return value;
    }

    /// <summary>An address as it may be shown: a password does not belong in a log.</summary>
    private static string WithoutUser(string address)
    {
        int end = address.LastIndexOf('@');
        int start = address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        return end > start ? $"{address[..start]}…{address[end..]}" : address;
    }

    private static bool TryParse(string text, (string Suffix, double Factor)[] units, out double value)
    {
        foreach ((string suffix, double factor) in units)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text[..^suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
            {
                value *= factor;
                return double.IsFinite(value);
            }
        }

        value = 0;
        return false;
    }
}
