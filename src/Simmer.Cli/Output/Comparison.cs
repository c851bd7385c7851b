using System.Globalization;
using Simmer.Cli.Commands;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Simmer.Cli.Output;

/// <summary>Shows what <c>--compare</c> found: both times, to one scale, and their ratio.</summary>
internal sealed class Comparison(Screen screen, int count, bool quiet)
{
    private const string Sequentially = "one after another (HttpClient.Send)";
    private const string Concurrently = "concurrently, on one thread (Simmer)";
    private const int LongestBar = 40;
    private static readonly Style s_slow = new(Color.Yellow);
    private static readonly Style s_fast = new(Color.Green);
    private SequentialFetch? _sequential;

    internal void RunSequential(SequentialFetch sequential, IReadOnlyList<string> urls)
    {
        _sequential = sequential;
        if (!screen.IsTerminal || quiet)
        {
            if (!quiet)
            {
                screen.WriteLine($"fetching {Format.Count(count)} URLs one after another, then concurrently");
                screen.Flush();
            }

            sequential.Run(urls, static () => { });
            return;
        }

        var region = new LiveRegion(screen);
        region.Draw(Picture());
        sequential.Run(urls, () => region.Draw(Picture()));
        region.Clear();
    }

    internal void Report(Totals totals, double seconds)
    {
        double before = _sequential!.Time.TotalSeconds;
        double longest = Math.Max(Math.Max(before, seconds), 1e-6);
        screen.WriteLine("");
        screen.Write(new Rows(
            Row(Sequentially, before, longest, _sequential.Fetched, _sequential.Failed, s_slow),
            Row(Concurrently, seconds, longest, totals.Fetched, totals.Failed, s_fast)));
        screen.WriteLine("");
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{before / Math.Max(seconds, 1e-6):F1} times as fast"));
    }

    private Rows Picture() => new(
        Lines.Styled((Sequentially, null)),
        Lines.Styled(($"  {Format.Count(_sequential!.Fetched + _sequential.Failed)} of {Format.Count(count)}  {Format.Seconds(_sequential.Time.TotalSeconds)}", s_slow)));

    private IRenderable Row(string name, double seconds, double longest, long fetched, long failed, Style style)
    {
        string counts = $"{Format.Count(fetched)} fetched{(failed > 0 ? $", {Format.Count(failed)} failed" : "")}";
        string time = Format.Seconds(seconds).PadLeft(11);
        int room = Math.Clamp(screen.Width - Concurrently.Length - time.Length - counts.Length - 6, 0, LongestBar);
        string bar = new('━', (int)Math.Round(room * seconds / longest));
        return room < 8
            ? new Rows(Lines.Styled((name, null)), Lines.Styled((time, style), ("  " + counts, null)))
            : Lines.Styled((name.PadRight(Concurrently.Length), null), (time, style), ($"  {counts}  ", null), (bar, style));
    }
}
