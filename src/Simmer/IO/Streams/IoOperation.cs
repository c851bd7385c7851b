using System.Threading.Tasks.Sources;

namespace Simmer;

/// <summary>
/// A read or write that .NET code awaits as a value task. A stream uses one again and again, so that waiting allocates nothing.
/// </summary>
/// <remarks>
/// It is signalled as an item of the ready queue, where it makes its call and completes. The awaiter is called with no current
/// synchronization context: code that asked to leave its context goes on at once, on the loop's thread, instead of by the thread
/// pool. Code that did capture the loop's context is posted to the loop.
/// </remarks>
internal abstract class IoOperation : LoopItem, IValueTaskSource<int>, IValueTaskSource
{
    private readonly EventLoop _loop;
    private readonly Channel _channel;
    private readonly IoDirection _direction;
    private ManualResetValueTaskSourceCore<int> _core;
    private CancellationTokenRegistration _registration;
    private CancellationToken _token;
    private volatile bool _isCancelled;

    private protected IoOperation(Channel channel, IoDirection direction)
    {
        _loop = channel.Loop;
        _channel = channel;
        _direction = direction;
    }

    /// <summary>Whether it was begun and has not completed.</summary>
    internal bool IsUnderWay { get; private set; }

    /// <summary>Whether its outcome was not taken: until then it cannot be used again.</summary>
    internal bool IsTaken { get; private set; }

    internal short Version => _core.Version;

    /// <summary>Waits for the direction, which would have blocked.</summary>
    private protected void Begin(CancellationToken token)
    {
        Wait();
        IsUnderWay = true;
        IsTaken = true;
        _token = token;
        if (token.CanBeCanceled)
        {
            _registration = token.UnsafeRegister(static operation => ((IoOperation)operation!).Cancel(), this);
        }
    }

    /// <summary>Makes the call.</summary>
    /// <returns>Its result; null if it would block still.</returns>
    private protected abstract int? Attempt();

    /// <summary>Lets go of the caller's memory.</summary>
    private protected abstract void Forget();

    /// <summary>Cancelled before its end.</summary>
    private protected virtual void Abandon()
    {
    }

    internal override void Run(EventLoop loop)
    {
        // A cancellation and a signal may both have queued it; the second finds nothing to do, or the next use of it, to which
        // an attempt does no harm.
        if (!IsUnderWay)
        {
            return;
        }

        int result = 0;
        Exception? error = null;
        try
        {
            if (_isCancelled)
            {
                Abandon();
                throw new OperationCanceledException(_token);
            }

            if (Attempt() is not { } count)
            {
                Wait();
                return;
            }

            result = count;
        }
        catch (Exception caught)
        {
            error = caught;
        }

        Complete(result, error);
    }

    private void Wait()
    {
        if (!_direction.IsAwaitedBy(this))
        {
            _channel.Watch(_direction);
            _direction.Add(this);
        }
    }

    /// <summary>The loop has closed, and the channel with it: whoever awaits this, on whatever thread, is told on the thread pool.</summary>
    internal override void Drop()
    {
        if (IsUnderWay)
        {
            End();
            ThreadPool.UnsafeQueueUserWorkItem(
                static operation => operation._core.SetException(new ObjectDisposedException(
                    nameof(LoopStream), $"The loop was closed, and everything on it, during a {operation.Describe()}.")),
                this,
                preferLocal: false);
        }
    }

    /// <summary>Lets go of everything but the outcome.</summary>
    private void End()
    {
        _direction.Remove(this);

        // Waits for a cancellation that is being delivered on another thread, which only queues this item.
        _registration.Dispose();
        _registration = default;
        _isCancelled = false;
        _token = default;
        IsUnderWay = false;
        Forget();
    }

    private void Complete(int result, Exception? error)
    {
        End();
        SynchronizationContext? outer = SynchronizationContext.Current;
        object? context = null;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            if (error is null)
            {
                _core.SetResult(result);
            }
            else
            {
                _core.SetException(error);
            }
        }
        catch (Exception unexpected) when (unexpected is not SystemExitException)
        {
            _loop.CallExceptionHandler(new ExceptionContext($"Exception in the continuation of a {Describe()}") { Exception = unexpected });
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
            _loop.LeaveContext(ref context);
        }
    }

    int IValueTaskSource<int>.GetResult(short token) => TakeResult(token);

    void IValueTaskSource.GetResult(short token) => TakeResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private int TakeResult(short token)
    {
        // Throws, and leaves everything as it is, if the operation has not completed or the token is an old one.
        bool isOver = _core.GetStatus(token) != ValueTaskSourceStatus.Pending;
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            if (isOver)
            {
                _core.Reset();
                IsTaken = false;
            }
        }
    }

    private void Cancel()
    {
        _isCancelled = true;
        _loop.EnqueueFromAnywhere(this);
    }
}
