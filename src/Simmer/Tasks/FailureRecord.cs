using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Simmer;

/// <summary>The error of a failed future, and whether anybody has seen it.</summary>
internal sealed class FailureRecord(Future future, Exception error)
{
    private readonly ExceptionDispatchInfo _error = ExceptionDispatchInfo.Capture(error);

    /// <summary>The future, while somebody can still reach it: once nobody can, nobody will see the error.</summary>
    private readonly WeakReference<Future> _future = new(future);
    private bool _reported;
    private readonly string _description = future.Describe();
    private readonly string? _taskName = (future as LoopTask)?.Name;

    /// <summary>Where the future was made, in debug mode: it may be gone when its error is reported.</summary>
    private readonly StackTrace? _creation = future.CreationStack;

    internal Exception Error => _error.SourceException;

    internal bool IsRetrieved { get; private set; }

    internal bool IsUnreachable => !_future.TryGetTarget(out _);

    internal void MarkRetrieved() => IsRetrieved = true;

    internal Exception? TakeToReport()
    {
        bool first = !_reported;
        _reported = IsRetrieved = true;
        return first ? Error : null;
    }

    internal Exception Retrieve()
    {
        IsRetrieved = true;
        return Error;
    }

    [StackTraceHidden]
    internal void Throw()
    {
        IsRetrieved = true;
        _error.Throw();
    }

    internal void Report(EventLoop loop)
    {
        IsRetrieved = true;
        _future.TryGetTarget(out Future? future);
        loop.CallExceptionHandler(new ExceptionContext(
            (_description.StartsWith("Task", StringComparison.Ordinal) ? "Task" : "Future")
            + " exception was never retrieved")
        {
            Exception = Error,
            Future = future,
            FutureDescription = _description,
            TaskName = _taskName,
            CreationStack = _creation,
        });
    }
}
