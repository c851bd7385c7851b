using Simmer.Cli.Output;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Output;

public sealed class ScreenTests
{
    [Fact]
    public void A_terminal_gets_sentences_broken_between_words_and_lines_whole()
    {
        var terminal = new Terminal(20);
        var screen = new Screen(terminal, isTerminal: true) { Width = 20 };
        screen.WriteSentence("50 % of all within 12 ms");
        screen.WriteLine("http://example.com/some/path");

        Assert.Equal(["50 % of all within", "12 ms", "http://example.com/s", "ome/path"], terminal.Rows);
    }

    [Fact]
    public void Elsewhere_nothing_is_broken()
    {
        var text = new StringWriter();
        var screen = new Screen(text, isTerminal: false);
        string sentence = string.Join(' ', Enumerable.Repeat("word", 50));
        screen.WriteSentence(sentence);

        Assert.Equal(sentence + Environment.NewLine, text.ToString());
    }
}
