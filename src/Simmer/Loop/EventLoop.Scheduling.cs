using System.Runtime.CompilerServices;

namespace Simmer;

public sealed partial class EventLoop
{
    private readonly Inbox _inbox = new();

    /// <summary>Has <paramref name="callback"/> called in the next iteration, after what was scheduled before.</summary>
    /// <param name="callback">The callback. An error in it goes to <see cref="ExceptionHandler"/>.</param>
    /// <param name="context">The context to call it in; null for a copy of the current one.</param>
    /// <returns>A handle that can cancel it.</returns>
    /// <exception cref="InvalidOperationException">The loop is closed, or runs on another thread.</exception>
    public Handle CallSoon(Action callback, TaskContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(callback);
        CheckClosed();
        CheckAccess();
        var handle = new Handle(this, callback, ContextFor(context));
        _ready.Enqueue(handle);
        return handle;
    }

    /// <summary>Has <paramref name="callback"/> called after a delay.</summary>
    /// <param name="delay">The delay; zero or less for the next iteration.</param>
    /// <param name="callback">The callback. An error in it goes to <see cref="ExceptionHandler"/>.</param>
    /// <param name="context">The context to call it in; null for a copy of the current one.</param>
    /// <returns>A handle that can cancel it.</returns>
    /// <exception cref="InvalidOperationException">The loop is closed, or runs on another thread.</exception>
    /// <remarks>It is never called early. Callbacks with the same deadline are called in the order of scheduling.</remarks>
    public TimerHandle CallLater(Delay delay, Action callback, TaskContext? context = null)
    {
        long deadline = DeadlineAfter(delay.Checked());
        double when = deadline == long.MaxValue ? double.PositiveInfinity : (double)deadline / _frequency;
        return ScheduleAt(deadline, when, callback, context);
    }

    /// <summary>Has <paramref name="callback"/> called at a time.</summary>
    /// <param name="when">The time, in seconds of <see cref="Time"/>.</param>
    /// <param name="callback">The callback. An error in it goes to <see cref="ExceptionHandler"/>.</param>
    /// <param name="context">The context to call it in; null for a copy of the current one.</param>
    /// <returns>A handle that can cancel it.</returns>
    /// <exception cref="InvalidOperationException">The loop is closed, or runs on another thread.</exception>
    /// <remarks>When it is called, <see cref="Time"/> has reached <paramref name="when"/>, to the last bit.</remarks>
    public TimerHandle CallAt(double when, Action callback, TaskContext? context = null)
    {
        if (double.IsNaN(when))
        {
            throw new ArgumentException("The time is not a number (NaN).", nameof(when));
        }

        return ScheduleAt(ToTimestamp(when), when, callback, context);
    }

    /// <summary>Has <paramref name="callback"/> called on the loop, from any thread; wakes the loop if it sleeps.</summary>
    /// <param name="callback">The callback. An error in it goes to <see cref="ExceptionHandler"/>.</param>
    /// <param name="context">The context to call it in; null for a copy of the current one.</param>
    /// <returns>A handle that can cancel it, from any thread.</returns>
    /// <exception cref="InvalidOperationException">The loop is closed.</exception>
    /// <remarks>
    /// A loop that is closed before it takes the callback drops it, as it drops what is ready: a caller who waits for an answer uses
    /// <see cref="Asyncio.RunCoroutineThreadsafe(Coroutine, EventLoop, CancellationToken)"/>, which always ends.
    /// </remarks>
    public Handle CallSoonThreadsafe(Action callback, TaskContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(callback);
        CheckClosed();
        var handle = new Handle(this, callback, ContextFor(context));
        if (!EnqueueFromAnywhere(handle))
        {
            throw LoopErrors.Closed();
        }

        return handle;
    }

    /// <summary>Makes a future of this loop.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>A future that is not done.</returns>
    /// <exception cref="InvalidOperationException">The loop runs on another thread.</exception>
    public Future<T> CreateFuture<T>()
    {
        CheckAccess();
        return new Future<T>(this);
    }

    /// <summary>Makes a task of a coroutine: it starts in the next iteration.</summary>
    /// <param name="coroutine">The coroutine.</param>
    /// <param name="name">A name for messages; null for <c>Task-1</c>, <c>Task-2</c>, …</param>
    /// <param name="context">The context to run in; null for a copy of the current one.</param>
    /// <param name="eagerStart">Whether to run the first step now, inside this call.</param>
    /// <returns>The task.</returns>
    /// <exception cref="InvalidOperationException">
    /// The loop runs on another thread; or the task is to begin now, in a context that a step or callback is running in.
    /// </exception>
    public LoopTask CreateTask(Coroutine coroutine, string? name = null, TaskContext? context = null, bool? eagerStart = null) =>
        CreateTask(coroutine, name, context, eagerStart, scope: null);

    /// <inheritdoc cref="CreateTask(Coroutine, string?, TaskContext?, bool?)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public LoopTask<T> CreateTask<T>(
        Coroutine<T> coroutine, string? name = null, TaskContext? context = null, bool? eagerStart = null) =>
        CreateTask(coroutine, name, context, eagerStart, scope: null);

    /// <summary>Whether tasks run their first step inside <c>CreateTask</c> unless told otherwise.</summary>
    /// <remarks><c>asyncio.eager_task_factory</c>.</remarks>
    public bool EagerTasks { get; set; }

    /// <summary>Makes a task that is in a scope from the beginning.</summary>
    internal LoopTask CreateTask(Coroutine coroutine, string? name, TaskContext? context, bool? eagerStart, CancelScope? scope)
    {
        CheckClosed();
        CheckAccess();
        bool eager = StartsEagerly(eagerStart, context);
        return new LoopTask(this, coroutine.RootFrame(), name, context, eager, scope);
    }

    /// <inheritdoc cref="CreateTask(Coroutine, string?, TaskContext?, bool?, CancelScope?)"/>
    internal LoopTask<T> CreateTask<T>(
        Coroutine<T> coroutine, string? name, TaskContext? context, bool? eagerStart, CancelScope? scope)
    {
        CheckClosed();
        CheckAccess();
        bool eager = StartsEagerly(eagerStart, context);
        return new LoopTask<T>(this, coroutine.RootFrame(), name, context, eager, scope);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enqueue(LoopItem item) => _ready.Enqueue(item);

    /// <summary>Puts an item on the ready queue from any thread.</summary>
    /// <returns>False if the loop is closed.</returns>
    internal bool EnqueueFromAnywhere(LoopItem item)
    {
        if (s_current != this)
        {
            return _inbox.Add(item);
        }

        Accept(item);
        return true;
    }

    /// <summary>What a task or callback is to remember as its context; null stands for the loop's own.</summary>
    internal object? ContextFor(TaskContext? given) => ContextFor(given, out _);

    /// <inheritdoc cref="ContextFor(TaskContext?)"/>
    internal object? ContextFor(TaskContext? given, out bool isInBaseContext)
    {
        ExecutionContext? current = ExecutionContext.Capture();
        isInBaseContext = current == BaseContext;
        return (object?)given ?? (isInBaseContext ? null : current);
    }

    internal long DeadlineAfter(double seconds)
    {
        double ticks = Math.Round(seconds * _frequency);
        long now = _clock.GetTimestamp();
        return ticks >= long.MaxValue - now ? long.MaxValue : now + (long)ticks;
    }

    private long ToTimestamp(double when)
    {
        double ticks = Math.Round(when * _frequency);
        return ticks >= long.MaxValue ? long.MaxValue : (long)ticks;
    }

    private TimerHandle ScheduleAt(long deadline, double when, Action callback, TaskContext? context)
    {
        ArgumentNullException.ThrowIfNull(callback);
        CheckClosed();
        CheckAccess();
        var handle = new TimerHandle(this, when, callback, ContextFor(context));
        Timers.Add(deadline, handle);
        return handle;
    }

    /// <summary>On a loop that does not run there is no step to begin in.</summary>
    internal bool StartsEagerly(bool? asked, TaskContext? context)
    {
        bool eager = (asked ?? EagerTasks) && IsRunning;
        return eager && context is { IsEntered: true } ? throw LoopErrors.ContextInUse() : eager;
    }

    private void Accept(LoopItem item)
    {
        if (item is not LoopTask task || task.AcceptForeign())
        {
            _ready.Enqueue(item);
        }
    }
}
