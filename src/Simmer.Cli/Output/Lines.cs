using Spectre.Console;
using Spectre.Console.Rendering;

namespace Simmer.Cli.Output;

/// <summary>Lines of styled text.</summary>
internal static class Lines
{
    /// <summary>One line, which the caller makes short enough. The text is shown as it is, without markup.</summary>
    internal static Paragraph Styled(params ReadOnlySpan<(string Text, Style? Style)> parts)
    {
        var line = new Paragraph { Overflow = Overflow.Crop };
        foreach ((string text, Style? style) in parts)
        {
            line.Append(text, style);
        }

        return line;
    }

    /// <summary>Parts beside each other, on as many lines as the width asks for: between parts, not in them. Empty ones are left out.</summary>
    internal static Rows Flow(int width, params ReadOnlySpan<(string Text, Style? Style)> parts)
    {
        const string Gap = "  ";
        var rows = new List<IRenderable>();
        var line = new List<(string Text, Style? Style)>();
        int used = 0;
        foreach ((string text, Style? style) in parts)
        {
            if (text.Length == 0)
            {
                continue;
            }

            if (used > 0 && used + Gap.Length + text.Length > width)
            {
                rows.Add(Styled([.. line]));
                line.Clear();
                used = 0;
            }

            string shown = used > 0 ? Gap + text : text;
            line.Add((shown, style));
            used += shown.Length;
        }

        rows.Add(Styled([.. line]));
        return new Rows(rows);
    }
}
