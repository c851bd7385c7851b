namespace Simmer;

public sealed partial class EventLoop
{
    private ThreadExecutor? _defaultExecutor;
    private readonly List<Future<bool>> _waitingForCalls = [];
    private readonly HashSet<IThreadEntry> _threadEntries = [];

    /// <summary>How many calls run on other threads on this loop's behalf.</summary>
    internal int ThreadCalls { get; private set; }

    /// <summary>The executor of <see cref="Asyncio.ToThread(Action)"/>, made at the first use; may be replaced by one of your own.</summary>
    public ThreadExecutor DefaultExecutor
    {
        get => _defaultExecutor ??= new ThreadExecutor();
        set => _defaultExecutor = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Calls a blocking function on a thread of an executor. It starts at once, and without the caller's context.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="function">The function.</param>
    /// <param name="executor">The executor; null for the default one.</param>
    /// <returns>A future of what it returns.</returns>
    /// <exception cref="InvalidOperationException">The executor is shut down, or the loop is closed or not this thread's.</exception>
    /// <remarks>
    /// Cancel safety: a call that has begun cannot be stopped; cancelling the future drops its result. One that is still
    /// queued never runs. <c>loop.run_in_executor</c>; with the caller's context: <see cref="Asyncio.ToThread{T}(Func{T})"/>.
    /// </remarks>
    public Future<T> RunInExecutor<T>(Func<T> function, ThreadExecutor? executor = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return CallOnThread(function, null, executor ?? DefaultExecutor);
    }

    /// <summary>Takes no more calls on the default executor, and waits for the calls on threads that are under way.</summary>
    /// <param name="timeout">How long to wait; null for ever. Calls that take longer are reported and abandoned.</param>
    /// <returns>A coroutine that ends with the calls, or the time.</returns>
    /// <remarks>
    /// The end of a run does it, with asyncio's 300 s. Cancel safety: cancelled, it has shut the executor down and waits for
    /// its calls no longer. Semantics: <c>loop.shutdown_default_executor</c>.
    /// </remarks>
    public async Coroutine ShutdownDefaultExecutor(Delay? timeout = null)
    {
        DefaultExecutor.Dispose();
        if (ThreadCalls == 0)
        {
            return;
        }

        var ended = new Future<bool>(this);
        _waitingForCalls.Add(ended);
        TimerHandle? timer = timeout is { } delay ? CallLater(delay, () => ended.TrySetResult(false)) : null;
        bool haveEnded;
        try
        {
            haveEnded = await ended;
        }
        finally
        {
            timer?.Cancel();
            _waitingForCalls.Remove(ended);
        }

        if (!haveEnded && ThreadCalls > 0)
        {
            CallExceptionHandler(new ExceptionContext(
                $"{ThreadCalls} calls on threads did not end within {timeout!.Value.Seconds:0.###} s; they are abandoned"));
        }
    }

    internal Future<T> CallOnThread<T>(Func<T> function, ExecutionContext? context, ThreadExecutor executor)
    {
        CheckClosed();
        CheckAccess();
        var call = new ThreadCall<T>(this, function, context);
        executor.Submit(call);
        ThreadCalls++;
        return call.Future;
    }

    /// <summary>Takes note of a .NET task that another thread waits for: it is to end whatever happens here. From any thread.</summary>
    /// <returns>False if the loop is closed.</returns>
    internal bool Take(IThreadEntry entry)
    {
        lock (_threadEntries)
        {
            return !IsClosed && _threadEntries.Add(entry);
        }
    }

    internal void Forget(IThreadEntry entry)
    {
        lock (_threadEntries)
        {
            _threadEntries.Remove(entry);
        }
    }

    private void EndThreadEntries()
    {
        IThreadEntry[] left;
        lock (_threadEntries)
        {
            left = [.. _threadEntries];
            _threadEntries.Clear();
        }

        Array.ForEach(left, static entry => entry.LoopClosed());
    }

    /// <summary>A call on a thread has come back to the loop.</summary>
    internal void OnThreadCallEnded()
    {
        if (--ThreadCalls == 0)
        {
            _waitingForCalls.ForEach(static ended => ended.TrySetResult(true));
        }
    }
}
