using Simmer.Cli.Fetching;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Simmer.Cli.Output;

/// <summary>Progress on a terminal: a few lines, drawn anew ten times a second, and failures above them.</summary>
internal sealed class LiveProgress(Screen screen, Fetcher fetcher, Totals totals) : Progress(fetcher, totals)
{
    private const int SlowestShown = 5;
    private static readonly Style s_dim = new(decoration: Decoration.Dim);
    private static readonly Style s_good = new(Color.Green);
    private static readonly Style s_bad = new(Color.Red);

    private readonly RateMeter _rate = new();
    private readonly LiveRegion _region = new(screen);

    protected override double Interval => 0.1;

    protected override Action Show(List<string> lines)
    {
        Rows picture = Picture();
        bool isOver = IsOver;
        return () =>
        {
            _region.Draw(picture, string.Join('\n', lines.Select(line => screen.Unbroken(line, s_bad))));
            if (isOver)
            {
                _region.Clear();
            }
        };
    }

    private Rows Picture()
    {
        int width = screen.Width - 1;
        _rate.Add(Fetcher.Elapsed, Totals.Done, Totals.Bytes);
        var rows = new List<IRenderable> { Counts(width), Speed(width) };
        if (Fetcher.IsAllRead && Bar(width) is { } bar)
        {
            rows.Insert(0, bar);
        }

        foreach ((string url, double seconds) in Slowest(SlowestShown))
        {
            string time = Format.Seconds(seconds).PadLeft(12);
            rows.Add(Lines.Styled((time, null), ("  " + Format.Fit(url, Math.Max(10, width - time.Length - 2)), s_dim)));
        }

        return new Rows(rows);
    }

    private Paragraph? Bar(int width)
    {
        long all = Totals.Done + Fetcher.Waiting + Fetcher.Requests.Count;
        string counts = $" {Format.Count(Totals.Done)} of {Format.Count(all)}";
        int room = Math.Min(60, width - counts.Length);
        if (all == 0 || room < 10)
        {
            return null;
        }

        int done = (int)(room * Totals.Done / all);
        return Lines.Styled((new string('━', done), s_good), (new string('━', room - done), s_dim), (counts, null));
    }

    private Rows Counts(int width) => Lines.Flow(
        width,
        ($"{Format.Count(Totals.Fetched)} fetched", s_good),
        ($"{Format.Count(Totals.Failed)} failed", Totals.Failed > 0 ? s_bad : s_dim),
        ($"{Format.Count(Fetcher.Requests.Count)} running", null),
        ($"{Format.Count(Fetcher.Waiting)} waiting", null),
        (Fetcher.IsInterrupted ? "stopping (Ctrl-C again to stop at once)" : "", s_bad));

    private Rows Speed(int width) => Lines.Flow(
        width,
        (Format.Seconds(Fetcher.Elapsed), s_dim),
        (Format.Rate(_rate.PerSecond), s_dim),
        (Format.Bytes(Totals.Bytes), s_dim),
        ($"{Format.Bytes(_rate.BytesPerSecond)}/s", s_dim));

    /// <summary>The rate over the last seconds.</summary>
    private sealed class RateMeter
    {
        private const double Window = 3;
        private readonly Queue<(double Time, long Done, long Bytes)> _seen = new([(0, 0, 0)]);

        internal double PerSecond { get; private set; }

        internal double BytesPerSecond { get; private set; }

        internal void Add(double time, long done, long bytes)
        {
            _seen.Enqueue((time, done, bytes));
            while (_seen.Count > 2 && _seen.Peek().Time < time - Window)
            {
                _seen.Dequeue();
            }

            (double since, long doneThen, long bytesThen) = _seen.Peek();
            if (time > since)
            {
                PerSecond = (done - doneThen) / (time - since);
                BytesPerSecond = (bytes - bytesThen) / (time - since);
            }
        }
    }
}
