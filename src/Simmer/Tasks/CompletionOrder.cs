namespace Simmer;

/// <summary>Futures in the order in which they are done: what the sequences of <c>AsCompleted</c> share.</summary>
internal sealed class CompletionOrder<TFuture>
    where TFuture : Future
{
    private readonly EventLoop _loop;
    private readonly HashSet<TFuture> _todo;
    private readonly Queue<TFuture?> _done = new();
    private readonly Queue<Future<Nothing>> _waiters = new();
    private readonly Action<Future> _onDone;
    private readonly TimerHandle? _timer;
    private int _left;

    internal CompletionOrder(EventLoop loop, IEnumerable<TFuture> futures, Delay? timeout)
    {
        _loop = loop;
        _todo = [.. futures];
        _left = _todo.Count;
        _onDone = OnDone;
        foreach (TFuture future in _todo)
        {
            future.AddDoneCallback(_onDone);
        }

        if (_left > 0 && timeout is { } delay)
        {
            _timer = loop.CallLater(delay, OnTimeout);
        }
    }

    /// <summary>Claims one of the futures; false if each has been.</summary>
    internal bool TryClaim()
    {
        if (_left == 0)
        {
            return false;
        }

        _left--;
        return true;
    }

    /// <summary>Gives back a claim of which nothing came.</summary>
    internal void Unclaim() => _left++;

    /// <summary>Waits for the next of them to be done.</summary>
    internal async Coroutine<TFuture> Next()
    {
        while (_done.Count == 0)
        {
            var waiter = new JoinFuture(_loop, _todo);
            _waiters.Enqueue(waiter);
            try
            {
                await waiter;
            }
            catch
            {
                // Woken and cancelled in the same iteration: the wake-up goes to the next in line.
                if (!waiter.IsCancelled && _done.Count > 0)
                {
                    WakeOne();
                }

                throw;
            }
        }

        return _done.Dequeue() ?? throw new TimeoutException("The time for the tasks is over; they go on.");
    }

    private void OnDone(Future future)
    {
        if (!_todo.Remove((TFuture)future))
        {
            return;
        }

        Put((TFuture)future);
        if (_todo.Count == 0)
        {
            _timer?.Cancel();
        }
    }

    private void OnTimeout()
    {
        foreach (TFuture future in _todo)
        {
            future.RemoveDoneCallback(_onDone);
            Put(null);
        }

        _todo.Clear();
    }

    private void Put(TFuture? item)
    {
        _done.Enqueue(item);
        WakeOne();
    }

    private void WakeOne()
    {
        while (_waiters.TryDequeue(out Future<Nothing>? waiter))
        {
            if (waiter.TrySetResult(default))
            {
                return;
            }
        }
    }
}
