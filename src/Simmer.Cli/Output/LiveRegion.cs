using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace Simmer.Cli.Output;

/// <summary>The last lines of a terminal, drawn anew in place. What else is printed meanwhile goes above them.</summary>
/// <remarks>
/// The cursor rests at the start of the line below: what the terminal echoes there, such as <c>^C</c>, breaks no line and is gone with the next
/// drawing. Spectre's own live display leaves it behind the last character, and leaves pieces of the old lines beside what is
/// printed above.
/// </remarks>
internal sealed class LiveRegion(Screen screen)
{
    /// <summary>For the moment before the process ends.</summary>
    internal const string ShowCursor = "\u001b[?25h";

    private const string HideCursor = "\u001b[?25l";
    private const string EraseToEndOfLine = "\u001b[K";
    private const string EraseBelow = "\u001b[J";

    /// <summary>How many columns each line takes that is on the screen.</summary>
    private int[] _widths = [];

    /// <param name="content">What the region shows from now on.</param>
    /// <param name="above">Whole lines to be printed above; too long ones are broken by the terminal, so that a URL can be copied.</param>
    internal void Draw(IRenderable content, string above = "")
    {
        StringBuilder text = new StringBuilder(HideCursor).Append(ToStart());
        if (above.Length > 0)
        {
            text.Append(EraseBelow).Append(above).Append('\n');
        }

        // A line that does not fit is scrolled away, where nothing reaches it.
        string[] lines = [.. screen.Draw(content, out int[] widths).Take(screen.Height - 1)];
        foreach (string line in lines)
        {
            text.Append(line).Append(EraseToEndOfLine).Append('\n');
        }

        _widths = widths[..lines.Length];
        screen.WriteControl(text.Append(EraseBelow).ToString());
    }

    /// <summary>Leaves nothing of it on the screen.</summary>
    internal void Clear()
    {
        screen.WriteControl($"{ToStart()}{EraseBelow}{ShowCursor}");
        _widths = [];
    }

    // A terminal that was made narrower since has broken the lines.
    private string ToStart()
    {
        int rows = _widths.Sum(width => Math.Max(1, (width + screen.Width - 1) / screen.Width));
        return rows == 0 ? "\r" : string.Create(CultureInfo.InvariantCulture, $"\r\u001b[{rows}A");
    }
}
