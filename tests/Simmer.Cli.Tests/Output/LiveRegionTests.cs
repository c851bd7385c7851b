using Simmer.Cli.Output;
using Simmer.Cli.Tests.Support;
using Spectre.Console;

namespace Simmer.Cli.Tests.Output;

/// <summary>What a live region leaves on a terminal, as a terminal shows it.</summary>
public sealed class LiveRegionTests
{
    private const int Width = 30;

    private readonly Terminal _terminal = new(Width);
    private readonly Screen _screen;
    private readonly LiveRegion _region;

    public LiveRegionTests()
    {
        _screen = new Screen(_terminal, isTerminal: true) { Width = Width };
        _region = new LiveRegion(_screen);
    }

    [Fact]
    public void A_new_drawing_takes_the_place_of_the_old_one_whether_shorter_or_longer()
    {
        _region.Draw(new Text("one\na long second line"));
        _region.Draw(new Text("two\nshort\nthird"));
        Assert.Equal(["two", "short", "third"], _terminal.Rows);

        _region.Draw(new Text("3"));
        Assert.Equal(["3"], _terminal.Rows);
        Assert.False(_terminal.ShowsCursor);
    }

    [Fact]
    public void What_is_printed_above_leaves_nothing_of_the_old_drawing_and_stays()
    {
        string url = "failed: http://example.com/a/rather/long/path/that/no/line/holds";
        _region.Draw(new Text("a drawing that is long enough\nsecond"));
        _region.Draw(new Text("new"), "short\n" + url);
        _region.Draw(new Text("newer\nsecond"));

        Assert.Equal(["short", url[..Width], url[Width..(2 * Width)], url[(2 * Width)..], "newer", "second"], _terminal.Rows);
    }

    [Fact]
    public void What_the_terminal_echoes_breaks_no_line_and_is_gone_with_the_next_drawing()
    {
        _region.Draw(new Text(new string('x', Width - 1)));
        _terminal.Write("^C");
        _region.Draw(new Text("stopping"));

        Assert.Equal(["stopping"], _terminal.Rows);
    }

    [Fact]
    public void Lines_that_a_narrower_terminal_has_broken_are_replaced_too()
    {
        // What a terminal of 20 columns shows of lines that were made for 30: each in two rows.
        var narrow = new Terminal(20);
        var screen = new Screen(narrow, isTerminal: true) { Width = Width };
        var region = new LiveRegion(screen);
        region.Draw(new Text(new string('x', Width - 1) + "\n" + new string('y', Width - 1)));
        Assert.Equal(4, narrow.Rows.Length);
        screen.Width = 20;
        region.Draw(new Text("narrow"));

        Assert.Equal(["narrow"], narrow.Rows);
    }

    [Fact]
    public void Cleared_it_leaves_nothing_and_the_cursor_is_back()
    {
        _terminal.Write("before\n");
        _region.Draw(new Text("one\ntwo"), "above");
        _region.Clear();
        _terminal.Write("after\n");

        Assert.Equal(["before", "above", "after"], _terminal.Rows);
        Assert.True(_terminal.ShowsCursor);
    }

    [Fact]
    public void After_the_last_words_nothing_is_drawn()
    {
        _region.Draw(new Text("one"));
        _screen.LeaveAtOnce();
        _region.Draw(new Text("two"));

        Assert.Equal(["one"], _terminal.Rows);
        Assert.True(_terminal.ShowsCursor);
    }
}
