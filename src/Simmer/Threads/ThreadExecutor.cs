namespace Simmer;

/// <summary>Threads that run blocking calls for loops, made as needed up to a bound and ended when idle.</summary>
/// <remarks>
/// Blocking calls have threads of their own because .NET's pool grows slowly under them and everybody's work waits. A loop
/// makes one when it needs it; make your own to bound some calls apart from the others. It may serve several loops.
/// <c>concurrent.futures.ThreadPoolExecutor</c>.
/// </remarks>
/// <example><code>
/// using var disk = new ThreadExecutor(maxThreads: 2);
/// byte[] bytes = await loop.RunInExecutor(() => File.ReadAllBytes(path), disk);
/// </code></example>
public sealed class ThreadExecutor : IDisposable
{
    private static readonly TimeSpan s_idleTime = TimeSpan.FromSeconds(10);
    private readonly object _gate = new();
    private readonly Queue<ThreadCall> _queue = new();
    private int _threads;
    private int _idle;
    private bool _shutDown;

    /// <summary>Makes an executor; it has no thread yet.</summary>
    /// <param name="maxThreads">The most threads; null for asyncio's default: the processors and four more, at most 32.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public ThreadExecutor(int? maxThreads = null)
    {
        int most = maxThreads ?? Math.Min(32, Environment.ProcessorCount + 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(maxThreads));
        MaxThreads = most;
    }

    /// <summary>The most threads it makes.</summary>
    public int MaxThreads { get; }

    /// <summary>Takes no more calls. Those that it has taken run to their end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _shutDown = true;
            Monitor.PulseAll(_gate);
        }
    }

    internal void Submit(ThreadCall call)
    {
        lock (_gate)
        {
            if (_shutDown)
            {
                throw new InvalidOperationException(
                    "Cannot schedule new calls after the executor was shut down: the run is ending, or the executor was disposed.");
            }

            if (_idle <= _queue.Count && _threads < MaxThreads)
            {
                StartThread();
            }

            _queue.Enqueue(call);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Starts one more. Under the lock: where that fails, nobody has counted on it.</summary>
    private void StartThread()
    {
        try
        {
            new Thread(Work) { IsBackground = true, Name = "Simmer worker" }.UnsafeStart();
            _threads++;
        }
        catch (Exception error) when (_threads > 0 && error is OutOfMemoryException or ThreadStartException)
        {
            // The system gives no more; those that there are take the call when they are free.
        }
    }

    private void Work()
    {
        ExecutionContext own = ExecutionContext.Capture()!;
        while (TakeCall() is { } call)
        {
            call.Execute();

            // What a call has set for its thread is no business of the next, which may be somebody else's.
            ExecutionContext.Restore(own);
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    private ThreadCall? TakeCall()
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                _idle++;
                bool woken = !_shutDown && Monitor.Wait(_gate, s_idleTime);
                _idle--;
                if (_queue.Count == 0 && (!woken || _shutDown))
                {
                    _threads--;
                    return null;
                }
            }

            return _queue.Dequeue();
        }
    }
}
