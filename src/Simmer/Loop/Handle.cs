using System.Diagnostics;

namespace Simmer;

/// <summary>A scheduled callback, which can be cancelled until it runs.</summary>
/// <remarks>Semantics: <c>asyncio.Handle</c>.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
[StackTraceHidden]
public class Handle : LoopItem
{
    private readonly EventLoop _loop;
    private Action? _callback;
    private object? _context;
    private volatile bool _cancelled;

    internal Handle(EventLoop loop, Action callback, object? context)
    {
        _loop = loop;
        _callback = callback;
        _context = context;
    }

    /// <summary>Whether it was cancelled.</summary>
    public bool IsCancelled => _cancelled;

    /// <summary>The context that it runs in.</summary>
    public TaskContext Context
    {
        get
        {
            if (_context is TaskContext shared)
            {
                return shared;
            }

            // From now on it shares its context with the caller, who sees what the callback sets.
            var context = new TaskContext((ExecutionContext?)_context ?? _loop.BaseContext);
            _context = context;
            return context;
        }
    }

    private protected EventLoop Loop => _loop;

    /// <summary>As the callback of a descriptor, which runs again and again: whether it is on the ready queue.</summary>
    internal bool IsQueued { get; set; }

    /// <summary>Keeps the callback from running. Does nothing if it ran or was cancelled before.</summary>
    /// <remarks>May be called from any thread on a handle of <see cref="EventLoop.CallSoonThreadsafe(Action, TaskContext?)"/>.</remarks>
    public virtual void Cancel()
    {
        _cancelled = true;
        _callback = null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"<{Describe()}{(_cancelled ? " cancelled" : "")}>";

    internal override void Run(EventLoop loop)
    {
        IsQueued = false;
        Action? callback = _callback;
        if (_cancelled || callback is null)
        {
            return;
        }

        EventLoop.EnterContext(_context);
        try
        {
            callback();
        }
        catch (Exception error) when (error is not SystemExitException)
        {
            loop.CallExceptionHandler(new ExceptionContext($"Exception in callback {MethodNames.Of(callback)}")
            {
                Exception = error,
                Handle = this,
            });
        }
        finally
        {
            loop.LeaveContext(ref _context);
        }
    }

    internal override string Describe() => _callback is { } callback ? $"Handle {MethodNames.Of(callback)}" : "Handle";
}

/// <summary>A callback scheduled for a time.</summary>
/// <remarks>Semantics: <c>asyncio.TimerHandle</c>.</remarks>
public sealed class TimerHandle : Handle
{
    internal TimerHandle(EventLoop loop, double when, Action callback, object? context)
        : base(loop, callback, context) => When = when;

    /// <summary>The deadline, in seconds of <see cref="EventLoop.Time"/>.</summary>
    public double When { get; }

    /// <inheritdoc/>
    public override void Cancel()
    {
        Loop.CheckAccess();
        base.Cancel();
        Loop.Timers.Cancel(this);
    }
}
