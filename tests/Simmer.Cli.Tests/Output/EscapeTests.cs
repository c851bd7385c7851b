using System.Globalization;
using CsCheck;
using Simmer.Cli.Fetching;
using Simmer.Cli.Output;

namespace Simmer.Cli.Tests.Output;

public sealed class EscapeTests
{
    [Theory]
    [InlineData("http://example.test/ü?q=漢字", "http://example.test/ü?q=漢字")]
    [InlineData("\u001b[31mred", "\\u{1B}[31mred")]
    [InlineData("a\r\nb\tc\0", "a\\u{D}\\u{A}b\\u{9}c\\u{0}")]
    [InlineData("\u009b2J", "\\u{9B}2J")]
    [InlineData("\u202egpj.exe", "\\u{202E}gpj.exe")]
    [InlineData("a\u200bb", "a\\u{200B}b")]
    [InlineData("[red]x[/]", "[red]x[/]")]
    public void What_could_move_colour_hide_or_reorder_is_shown_as_its_number(string text, string shown) =>
        Assert.Equal(shown, Escape.ForTerminal(text));

    [Fact]
    public void Half_a_character_is_shown_as_its_number() => Assert.Equal("\\u{D800}x", Escape.ForTerminal("\ud800x"));

    [Fact]
    public void No_text_brings_a_control_character_through() => Gen.String.Sample(text =>
        Assert.DoesNotContain(Escape.ForTerminal(text), c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format));

    [Fact]
    public void A_failure_is_one_line_however_hostile_its_message()
    {
        var record = new FetchRecord
        {
            Url = "http://h.test/\u001b]0;owned\u0007",
            FinalUrl = "",
            Attempts = 3,
            Failure = new Failure(FailureKind.Status, "status 500 " + new string('\n', 10_000)),
        };

        string line = Failed.Line(record);

        Assert.DoesNotContain(line, char.IsControl);
        Assert.InRange(line.Length, 1, 1000);
        Assert.EndsWith("(tried 3 times)", line);
    }

    [Fact]
    public void A_record_is_one_line_of_printable_ascii()
    {
        string line = JsonRecords.ToLine(new FetchRecord { Url = "http://h.test/\u202e\u001bé\n", FinalUrl = "x" });

        Assert.All(line[..^1], c => Assert.InRange(c, ' ', '~'));
        Assert.Equal('\n', line[^1]);
    }
}
