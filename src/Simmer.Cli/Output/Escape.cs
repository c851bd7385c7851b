using System.Globalization;
using System.Text;

namespace Simmer.Cli.Output;

/// <summary>Makes text from the network or the input safe to show: nothing in it can move the cursor, colour, hide or reorder.</summary>
internal static class Escape
{
    /// <summary>The text with everything that is not plainly visible as <c>\u{…}</c>.</summary>
    internal static string ForTerminal(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~'))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length;)
        {
            // An unpaired surrogate comes out as the replacement character.
            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int length);
            if (IsPlain(rune))
            {
                safe.Append(text, i, length);
            }
            else
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{(length == 1 ? text[i] : rune.Value):X}}}");
            }

            i += length;
        }

        return safe.ToString();
    }

    // Format characters are those that reorder (bidi controls) or do not show (zero width). Marks pile up on other characters.
    private static bool IsPlain(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);
}
