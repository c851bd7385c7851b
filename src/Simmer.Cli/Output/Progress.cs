using Simmer.Cli.Fetching;

namespace Simmer.Cli.Output;

/// <summary>Shows a run while it goes on: a task that looks at the fetcher now and then.</summary>
internal abstract class Progress(Fetcher fetcher, Totals totals)
{
    private readonly AsyncEvent _end = new();
    private List<string> _lines = [];

    protected Fetcher Fetcher { get; } = fetcher;

    protected Totals Totals { get; } = totals;

    protected bool IsOver => _end.IsSet;

    /// <summary>How long to wait between two looks, in seconds.</summary>
    protected abstract double Interval { get; }

    /// <summary>A line to be shown with the next look.</summary>
    internal void Add(string line) => _lines.Add(line);

    internal void End() => _end.Set();

    internal async Coroutine Run()
    {
        while (!_end.IsSet)
        {
            try
            {
                await Asyncio.WaitFor(_end.Wait(), Interval);
            }
            catch (TimeoutException)
            {
                await ShowNow();
            }
        }

        await ShowNow();
    }

    /// <summary>Called on the loop; makes what is shown out of the present state, at last with <see cref="IsOver"/>.</summary>
    /// <returns>What shows it: called on another thread, as a terminal can make its writer wait.</returns>
    protected abstract Action Show(List<string> lines);

    /// <summary>The requests that run longest.</summary>
    protected IEnumerable<(string Url, double Seconds)> Slowest(int count) => Fetcher.Requests
        .Where(job => !double.IsNaN(job.StartedAt))
        .OrderBy(job => job.StartedAt)
        .Take(count)
        .Select(job => (Escape.ForTerminal(job.Url), Fetcher.Elapsed + Fetcher.BeganAt - job.StartedAt));

    private async Coroutine ShowNow()
    {
        Action show = Show(_lines);
        _lines = [];
        await OffLoop.Run(() =>
        {
            show();
            return true;
        });
    }
}
