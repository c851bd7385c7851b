namespace Simmer;

/// <summary>
/// A set of <see cref="AsyncLocal{T}"/> values that tasks and callbacks run in: what they set in it stays in it.
/// </summary>
/// <remarks>
/// A task normally runs in a copy of the context in which it was made. Giving several tasks the same
/// <see cref="TaskContext"/> lets each see what the ones before it set. Semantics: <c>contextvars.Context</c>.
/// </remarks>
public sealed class TaskContext
{
    internal TaskContext(ExecutionContext current) => Current = current;

    /// <summary>The values as they are now.</summary>
    internal ExecutionContext Current { get; set; }

    /// <summary>Whether a task's step or a callback runs in it now: then <see cref="Current"/> is what it was before.</summary>
    internal bool IsEntered { get; set; }

    /// <summary>A copy of the caller's context.</summary>
    /// <returns>A new context that holds the caller's values.</returns>
    public static TaskContext Copy() => new(ContextSwitch.Capture());

    /// <summary>Calls a function in this context; what it sets stays in here and does not reach the caller.</summary>
    /// <param name="action">The function.</param>
    public void Run(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Run(() =>
        {
            action();
            return true;
        });
    }

    /// <summary>Calls a function in this context; what it sets stays in here and does not reach the caller.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="function">The function.</param>
    /// <returns>What the function returned.</returns>
    public T Run<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        ContextSwitch outer = ContextSwitch.Save();
        bool wasEntered = IsEntered;
        IsEntered = true;
        ExecutionContext.Restore(Current);
        try
        {
            return function();
        }
        finally
        {
            IsEntered = wasEntered;
            Current = ContextSwitch.Capture();
            outer.Restore();
        }
    }
}

/// <summary>A context to come back to; reading the current one for certain.</summary>
internal readonly struct ContextSwitch
{
    private readonly ExecutionContext _context;
    private readonly bool _isFlowSuppressed;

    private ContextSwitch(ExecutionContext context, bool isFlowSuppressed)
    {
        _context = context;
        _isFlowSuppressed = isFlowSuppressed;
    }

    /// <summary>The thread's context, to come back to, with the suppression of its flow.</summary>
    internal static ContextSwitch Save() => new(Capture(), ExecutionContext.IsFlowSuppressed());

    internal void Restore()
    {
        ExecutionContext.Restore(_context);
        if (_isFlowSuppressed && !ExecutionContext.IsFlowSuppressed())
        {
            ExecutionContext.SuppressFlow();
        }
    }

    /// <summary>The current context, also where its flow is suppressed.</summary>
    internal static ExecutionContext Capture()
    {
        if (ExecutionContext.Capture() is { } context)
        {
            return context;
        }

        ExecutionContext.RestoreFlow();
        context = ExecutionContext.Capture()!;
        ExecutionContext.SuppressFlow();
        return context;
    }
}
