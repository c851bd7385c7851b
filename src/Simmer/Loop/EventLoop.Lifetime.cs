namespace Simmer;

public sealed partial class EventLoop
{
    /// <summary>
    /// Called with every error that has no other place: of callbacks, of tasks whose error nobody retrieved. Null for
    /// the default, which writes it to standard error. Called in the context of the task or callback that failed.
    /// </summary>
    public Action<EventLoop, ExceptionContext>? ExceptionHandler { get; set; }

    /// <summary>
    /// Closes the loop: what is ready or timed is dropped; tasks that are pending, errors that nobody saw and coroutines that nobody
    /// awaited are reported.
    /// </summary>
    /// <exception cref="InvalidOperationException">The loop runs.</exception>
    /// <remarks>
    /// A pending task will never run again: its <c>finally</c> blocks do not run either. It goes to <see cref="ExceptionHandler"/>
    /// here, where CPython waits for its reference count. Who waits on another thread for a call to this loop gets an
    /// <see cref="InvalidOperationException"/>.
    /// </remarks>
    public void Close()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException("Cannot close a running event loop. Stop it first.");
        }

        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        List<LoopItem> left = _inbox.Close();
        _signals?.Close();
        _reactor?.Dispose();
        while (_ready.Count > 0)
        {
            left.Add(_ready.Dequeue());
        }

        _ready.Clear();
        left.ForEach(static item => item.Drop());
        Timers.Clear();
        ReportPendingTasks();
        EndThreadEntries();
        Failures.ReportAll(this);
        ReportNeverAwaited();
        if (FramePools == FramePools.OfThisThread)
        {
            FramePools.Forget(this);
        }
    }

    /// <summary><see cref="Close"/>.</summary>
    public void Dispose() => Close();

    /// <summary>Gives an error to <see cref="ExceptionHandler"/>, or to the default one.</summary>
    /// <param name="context">What happened and where.</param>
    public void CallExceptionHandler(ExceptionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (ExceptionHandler is not { } handler)
        {
            DefaultExceptionHandler(context);
            return;
        }

        try
        {
            handler(this, context);
        }
        catch (Exception error) when (error is not SystemExitException)
        {
            DefaultExceptionHandler(new ExceptionContext("Unhandled error in the exception handler") { Exception = error });
            DefaultExceptionHandler(context);
        }
    }

    /// <summary>What is done with an error when no handler is set: it is written to standard error.</summary>
    /// <param name="context">What happened and where.</param>
    public void DefaultExceptionHandler(ExceptionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        StandardError.Write(context);
    }

    private void ReportPendingTasks()
    {
        foreach (LoopTask task in Tasks.ToArray())
        {
            // The caller of RunUntilComplete has got an error for its task; a bridge's task is the affair of the one that called it.
            if (task.ReportsPending)
            {
                CallExceptionHandler(new ExceptionContext("Task was destroyed but it is pending!") { Task = task });
            }
        }
    }

    /// <summary>Brings the thread into the context of a task or callback; the loop's own is null.</summary>
    internal static void EnterContext(object? context)
    {
        if (context is not null)
        {
            ExecutionContext.Restore(context as ExecutionContext ?? Enter((TaskContext)context));
        }
    }

    private static ExecutionContext Enter(TaskContext shared)
    {
        shared.IsEntered = true;
        return shared.Current;
    }

    /// <summary>Keeps what was set in <paramref name="context"/> and brings the thread back into the loop's own.</summary>
    internal void LeaveContext(ref object? context)
    {
        ExecutionContext? current = ExecutionContext.Capture();
        if (current != BaseContext || context is not null)
        {
            LeaveContextSlowly(ref context, current);
        }
    }

    /// <summary>For a step inside another: to the loop's own context, and the caller's to go back to.</summary>
    internal ContextSwitch SwitchToBaseContext()
    {
        ContextSwitch outer = ContextSwitch.Save();
        ExecutionContext.Restore(BaseContext);
        return outer;
    }

    private void LeaveContextSlowly(ref object? context, ExecutionContext? current)
    {
        if (current is null)
        {
            // The step suppressed the flow and suspended before it restored it: that ends with the step.
            ExecutionContext.RestoreFlow();
            current = ExecutionContext.Capture()!;
        }

        if (context is TaskContext shared)
        {
            shared.Current = current;
            shared.IsEntered = false;
        }
        else
        {
            context = current == BaseContext ? null : current;
        }

        ExecutionContext.Restore(BaseContext);
    }
}
