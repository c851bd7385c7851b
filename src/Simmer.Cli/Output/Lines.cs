using Spectre.Console;

namespace Simmer.Cli.Output;

/// <summary>Lines of styled text.</summary>
internal static class Lines
{
    /// <summary>One line, cut at the edge of the terminal. The text is shown as it is, without markup.</summary>
    internal static Paragraph Styled(params ReadOnlySpan<(string Text, Style? Style)> parts)
    {
        var line = new Paragraph { Overflow = Overflow.Crop };
        foreach ((string text, Style? style) in parts)
        {
            line.Append(text, style);
        }

        return line;
    }
}
