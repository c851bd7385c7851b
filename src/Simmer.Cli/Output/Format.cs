using System.Globalization;

namespace Simmer.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Format
{
    private static readonly string[] s_units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    internal static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    internal static string Bytes(double bytes)
    {
        int unit = 0;
        while (bytes >= 999.5 && unit < s_units.Length - 1)
        {
            bytes /= 1000;
            unit++;
        }

        string number = bytes.ToString(unit == 0 || bytes >= 99.95 ? "F0" : "F1", CultureInfo.InvariantCulture);
        return $"{number} {s_units[unit]}";
    }

    /// <summary>A time with three digits that matter: 0.4 ms, 12 ms, 1.25 s, 2 min 05 s.</summary>
    internal static string Seconds(double seconds) => seconds switch
    {
        < 0.01 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:F1} ms"),
        < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:F0} ms"),
        < 99.95 => string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)} min {(int)(seconds % 60):00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 3600)} h {(int)(seconds / 60 % 60):00} min"),
    };

    internal static string Rate(double perSecond) => perSecond.ToString(perSecond < 9.95 ? "F1" : "N0", CultureInfo.InvariantCulture) + "/s";

    /// <summary>A text of at most so many characters: what is left out is in the middle, as URLs differ at the ends.</summary>
    internal static string Fit(string text, int width)
    {
        if (text.Length <= width)
        {
            return text;
        }

        if (width <= 1)
        {
            return width == 1 ? "…" : "";
        }

        int head = (width - 1) / 2;
        int tail = width - 1 - head;
        if (char.IsLowSurrogate(text[head]))
        {
            head--;
        }

        if (char.IsLowSurrogate(text[^tail]))
        {
            tail--;
        }

        return $"{text[..head]}…{text[^tail..]}";
    }
}
