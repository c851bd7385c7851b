using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Simmer.Cli.Output;

/// <summary>Where the output for people goes: a terminal, or lines of plain text.</summary>
internal sealed class Screen
{
    private readonly Lock _lock = new();
    private readonly TextWriter _writer;
    private bool _left;

    /// <param name="toError">Whether it is standard error, because standard output is for a program.</param>
    internal static Screen Open(bool toError)
    {
        // What is for a program can come to the same terminal, and nothing that is drawn in place survives it.
        bool isTerminal = !(toError ? Console.IsErrorRedirected || !Console.IsOutputRedirected : Console.IsOutputRedirected)
            && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new Screen(toError ? Console.Error : Console.Out, isTerminal);
    }

    internal Screen(TextWriter writer, bool isTerminal)
    {
        _writer = writer;
        IsTerminal = isTerminal;
        Ansi = Create(writer);
        if (!isTerminal)
        {
            // Lines are not broken for a width that nobody has.
            Width = 100;
        }
    }

    internal bool IsTerminal { get; }

    /// <summary>As the terminal says from time to time, unless it is set.</summary>
    internal int Width
    {
        get => Math.Max(20, Ansi.Profile.Width);
        set => Ansi.Profile.Width = value;
    }

    internal int Height => Math.Max(2, Ansi.Profile.Height);

    private IAnsiConsole Ansi { get; }

    internal void Write(IRenderable content) => Ansi.Write(content);

    /// <summary>A line that is never broken or coloured, so that it can be copied whole. The text must be safe.</summary>
    internal void WriteLine(string line) => _writer.WriteLine(line);

    /// <summary>A sentence, which a terminal gets broken between words. The text must be safe.</summary>
    internal void WriteSentence(string line)
    {
        if (IsTerminal && line.Length > Width)
        {
            Ansi.Write(new Text(line + "\n"));
        }
        else
        {
            WriteLine(line);
        }
    }

    /// <summary>The lines that something takes, with the codes that colour them, and how many columns each takes.</summary>
    /// <remarks>The last column stays free: a terminal that has written there is in between two lines.</remarks>
    internal string[] Draw(IRenderable content, out int[] widths)
    {
        int room = Width - 1;
        widths = [.. Segment.SplitLines(content.Render(RenderOptions.Create(Ansi), room)).Select(Segment.CellCount)];
        string[] lines = Text(content, room).ReplaceLineEndings("\n").Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    /// <summary>A line with the codes that colour it, however long it is.</summary>
    internal string Unbroken(string line, Style style) => Text(new Text(line, style), int.MaxValue / 2);

    /// <summary>Text with codes that move the cursor, at once.</summary>
    internal void WriteControl(string text)
    {
        lock (_lock)
        {
            if (!_left)
            {
                _writer.Write(text);
                _writer.Flush();
            }
        }
    }

    internal void WriteLine(FormattableString line) => WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>For the moment before the process ends, on any thread: a line and a cursor for the prompt, and nothing is drawn after it.</summary>
    internal void LeaveAtOnce()
    {
        if (IsTerminal)
        {
            lock (_lock)
            {
                WriteControl(LiveRegion.ShowCursor + "\n");
                _left = true;
            }
        }
    }

    internal void Flush() => _writer.Flush();

    private string Text(IRenderable content, int width)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        IAnsiConsole console = Create(text);
        console.Profile.Width = width;
        console.Write(content);
        return text.ToString();
    }

    private IAnsiConsole Create(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = IsTerminal ? AnsiSupport.Yes : AnsiSupport.No,
        Interactive = IsTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        ColorSystem = IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
    });
}
