namespace Simmer;

/// <summary>
/// The failures of one loop that nobody has seen yet. They are reported when their future can no longer be reached,
/// found out when the loop is about to be idle after a collection, and at the latest when the loop closes.
/// </summary>
/// <remarks>
/// CPython reports on reference count zero; a report here must not depend on when a collection happens to run, so
/// closing the loop reports the rest.
/// </remarks>
internal sealed class FailureRegistry
{
    private readonly List<FailureRecord> _records = [];
    private int _collections;
    private int _compactAt = 64;

    internal FailureRecord Add(Future future, Exception error)
    {
        var record = new FailureRecord(future, error);
        if (_records.Count >= _compactAt)
        {
            // A loop that is never idle looks here; the reports themselves wait for no collection of ours.
            ReportUnreachable(future.Loop);
            _records.RemoveAll(static failure => failure.IsRetrieved);
            _compactAt = Math.Max(64, _records.Count * 2);
        }

        _records.Add(record);
        return record;
    }

    /// <summary>Reports the errors whose futures were collected since the last look.</summary>
    internal void ReportUnreachable(EventLoop loop)
    {
        if (_records.Count == 0 || _collections == GC.CollectionCount(0))
        {
            return;
        }

        _collections = GC.CollectionCount(0);
        Report(loop, static failure => failure.IsUnreachable);
    }

    /// <summary>Reports every error that nobody has seen.</summary>
    internal void ReportAll(EventLoop loop) => Report(loop, static _ => true);

    private void Report(EventLoop loop, Predicate<FailureRecord> when)
    {
        FailureRecord[] due = [.. _records.Where(failure => !failure.IsRetrieved && when(failure))];
        _records.RemoveAll(failure => failure.IsRetrieved || when(failure));
        foreach (FailureRecord failure in due)
        {
            failure.Report(loop);
        }
    }
}
