namespace Simmer;

/// <summary>Threads that run blocking calls for a loop, made as needed up to a bound and ended when idle.</summary>
/// <remarks>
/// Blocking calls have threads of their own because .NET's pool grows slowly under them and everybody's work waits.
/// The bound is asyncio's: the processors and four more, at most 32.
/// </remarks>
internal sealed class ThreadExecutor
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);
    private static readonly int MaxThreads = Math.Min(32, Environment.ProcessorCount + 4);
    private readonly EventLoop _loop;
    private readonly object _gate = new();
    private readonly Queue<ThreadCall> _queue = new();
    private Future<Nothing>? _drained;
    private int _threads;
    private int _idle;
    private bool _shutDown;

    internal ThreadExecutor(EventLoop loop) => _loop = loop;

    internal void Submit(ThreadCall call)
    {
        if (_shutDown)
        {
            throw new InvalidOperationException("The loop's threads are shut down: the run is ending.");
        }

        _loop.ThreadCalls++;
        bool startsThread;
        lock (_gate)
        {
            _queue.Enqueue(call);
            startsThread = _idle < _queue.Count && _threads < MaxThreads;
            if (startsThread)
            {
                _threads++;
            }
            else
            {
                Monitor.Pulse(_gate);
            }
        }

        if (startsThread)
        {
            var thread = new Thread(Work) { IsBackground = true, Name = "Simmer worker" };
            thread.UnsafeStart();
        }
    }

    /// <summary>Called on the loop when a call has ended or was withdrawn.</summary>
    internal void OnCallEnded()
    {
        if (--_loop.ThreadCalls == 0)
        {
            _drained?.TrySetResult(default);
        }
    }

    /// <summary>Takes no more calls and waits for those that run, but not longer than <paramref name="timeout"/>.</summary>
    internal async Coroutine Shutdown(TimeSpan timeout)
    {
        _shutDown = true;
        if (_loop.ThreadCalls == 0)
        {
            return;
        }

        _drained = new Future<Nothing>(_loop);
        TimerHandle timer = _loop.CallLater(timeout, () => _drained.TrySetResult(default));
        await _drained;
        timer.Cancel();
        if (_loop.ThreadCalls > 0)
        {
            _loop.CallExceptionHandler(new ExceptionContext(
                $"{_loop.ThreadCalls} calls on threads did not end within {timeout}; they are abandoned."));
        }
    }

    private void Work()
    {
        while (TakeCall() is { } call)
        {
            call.Execute();
        }
    }

    private ThreadCall? TakeCall()
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                _idle++;
                bool woken = Monitor.Wait(_gate, IdleTime);
                _idle--;
                if (!woken && _queue.Count == 0)
                {
                    _threads--;
                    return null;
                }
            }

            return _queue.Dequeue();
        }
    }
}
