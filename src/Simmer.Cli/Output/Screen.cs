using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Simmer.Cli.Output;

/// <summary>Where the output for people goes: a terminal, or lines of plain text.</summary>
internal sealed class Screen
{
    private readonly TextWriter _writer;

    /// <param name="toError">Whether it is standard error, because standard output is for a program.</param>
    internal static Screen Open(bool toError)
    {
        bool redirected = toError ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        return new Screen(toError ? Console.Error : Console.Out, !redirected && Environment.GetEnvironmentVariable("TERM") != "dumb");
    }

    internal Screen(TextWriter writer, bool isTerminal, int? width = null)
    {
        _writer = writer;
        IsTerminal = isTerminal;
        Ansi = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (width is { } columns)
        {
            Ansi.Profile.Width = columns;
        }
        else if (!isTerminal)
        {
            // Lines are not broken for a width that nobody has.
            Ansi.Profile.Width = 100;
        }
    }

    internal bool IsTerminal { get; }

    internal IAnsiConsole Ansi { get; }

    internal int Width => Math.Max(20, Ansi.Profile.Width);

    internal void Write(IRenderable content) => Ansi.Write(content);

    /// <summary>A line that is never broken or coloured. The text must be safe.</summary>
    internal void WriteLine(string line) => _writer.WriteLine(line);

    internal void WriteLine(FormattableString line) => WriteLine(line.ToString(CultureInfo.InvariantCulture));

    internal void Flush() => _writer.Flush();
}
