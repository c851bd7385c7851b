using System.Collections;

namespace Simmer;

/// <summary>What <c>AsCompleted</c> gives: an order of waiting for tasks, by when they are done.</summary>
/// <typeparam name="T">The type of the results.</typeparam>
/// <typeparam name="TFuture">The kind of future.</typeparam>
/// <remarks>
/// <para><c>await foreach</c> gives the futures themselves, each when it is done. <c>foreach</c> gives coroutines at
/// once: the n-th that is awaited gives the n-th result.</para>
/// <para>It is iterated once. At the deadline, the items that are not done throw <see cref="TimeoutException"/>; the
/// tasks go on. Semantics: <c>asyncio.as_completed</c>.</para>
/// </remarks>
public sealed class AsCompletedSequence<T, TFuture> : IEnumerable<Coroutine<T>>
    where TFuture : Future, IAwaitable<T>
{
    private readonly EventLoop _loop;
    private readonly HashSet<TFuture> _todo;
    private readonly Queue<TFuture?> _done = new();
    private readonly Queue<Future<Nothing>> _waiters = new();
    private readonly Action<Future> _onDone;
    private readonly TimerHandle? _timer;
    internal int Left;

    internal AsCompletedSequence(EventLoop loop, IEnumerable<TFuture> futures, Delay? timeout)
    {
        _loop = loop;
        _todo = [.. futures];
        Left = _todo.Count;
        _onDone = OnDone;
        foreach (TFuture future in _todo)
        {
            future.AddDoneCallback(_onDone);
        }

        if (Left > 0 && timeout is { } delay)
        {
            _timer = loop.CallLater(delay, OnTimeout);
        }
    }

    /// <summary>For <c>await foreach</c>: the futures, in the order in which they are done.</summary>
    /// <returns>The enumerator.</returns>
    public AsCompletedEnumerator<T, TFuture> GetAsyncEnumerator() => new(this);

    /// <summary>For <c>foreach</c>: as many coroutines as there are futures.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<Coroutine<T>> GetEnumerator()
    {
        while (Left > 0)
        {
            Left--;
            yield return NextResult();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private async Coroutine<T> NextResult() => (await Next()).ResultAs<T>();

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
