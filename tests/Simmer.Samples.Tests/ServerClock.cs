namespace Simmer.Samples.Tests;

/// <summary>
/// The clock of the samples' server: holds the answers back until a number of requests wait together, then moves virtual
/// time on to each answer in turn. So the time that a sample takes tells how many requests it had under way.
/// </summary>
internal sealed class ServerClock(int together) : TimeProvider
{
    /// <summary>Real time; passes only when a sample does not send its requests together, which its output will show.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private List<(TimeSpan Delay, Action Answer)> _held = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _held.Add((dueTime, () => callback(state)));
            if (_held.Count == together)
            {
                // Not here: whoever makes a timer does not expect to be called back by then.
                ThreadPool.QueueUserWorkItem(_ => AnswerAll());
            }
        }

        return new Timer(_ => AnswerAll(), null, s_patience, Timeout.InfiniteTimeSpan);
    }

    private void AnswerAll()
    {
        List<(TimeSpan Delay, Action Answer)> due;
        lock (_gate)
        {
            (due, _held) = (_held, []);
        }

        // Not in the lock: an answer can bring the next request on this very thread.
        TimeSpan passed = TimeSpan.Zero;
        foreach (var (delay, answer) in due.OrderBy(held => held.Delay))
        {
            SampleRun.Clock.Advance(delay - passed);
            passed = delay;
            answer();
        }
    }
}
