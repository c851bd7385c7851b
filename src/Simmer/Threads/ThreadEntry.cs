namespace Simmer;

/// <summary>What another thread waits for.</summary>
internal interface IThreadEntry
{
    /// <summary>The loop is closed: the wait is to end.</summary>
    void LoopClosed();
}

/// <summary>A task of the loop that another thread started, linked both ways with a .NET task.</summary>
internal sealed class ThreadEntry<T> : IThreadEntry
{
    // The continuations are the other thread's: they must not run on the loop's.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<LoopTask, T> _result;
    private readonly CancellationToken _cancellationToken;
    private readonly EventLoop _loop;
    private readonly Action _discard;
    private LoopTask? _task;
    private CancellationTokenRegistration _registration;

    private ThreadEntry(EventLoop loop, Action discard, Func<LoopTask, T> result, CancellationToken cancellationToken)
    {
        _loop = loop;
        _discard = discard;
        _result = result;
        _cancellationToken = cancellationToken;
    }

    /// <param name="loop">The loop.</param>
    /// <param name="start">Makes the task; called on the loop's thread.</param>
    /// <param name="discard">Closes the coroutine that is not to be started.</param>
    /// <param name="result">Reads the result of the finished task.</param>
    /// <param name="cancellationToken">Cancels the task.</param>
    internal static Task<T> Run(
        EventLoop loop, Func<LoopTask> start, Action discard, Func<LoopTask, T> result, CancellationToken cancellationToken)
    {
        var entry = new ThreadEntry<T>(loop, discard, result, cancellationToken);
        if (!loop.Take(entry))
        {
            throw LoopErrors.Closed();
        }

        try
        {
            loop.CallSoonThreadsafe(() => entry.Start(start));
        }
        catch (InvalidOperationException)
        {
            // The loop closed in between. It has ended the entry, or will not find it any more.
            loop.Forget(entry);
            _ = entry._completion.Task.Exception;
            throw;
        }

        if (cancellationToken.CanBeCanceled)
        {
            CancellationTokenRegistration registration = cancellationToken.Register(() => entry.CancelFromAnywhere(loop));
            entry._registration = registration;
            if (entry._completion.Task.IsCompleted)
            {
                // It ended before the registration was known to it.
                registration.Dispose();
            }
        }

        return entry._completion.Task;
    }

    /// <inheritdoc/>
    public void LoopClosed()
    {
        if (_task is { IsDone: true })
        {
            // Its callback was scheduled and dropped.
            Finish();
            return;
        }

        if (_task is null)
        {
            _discard();
        }

        _completion.TrySetException(new InvalidOperationException(
            _task is null
                ? "The event loop was closed before it began the coroutine, which has not run."
                : $"The event loop was closed before {_task} ended; it will not run on."));
        _registration.Dispose();
    }

    private void Start(Func<LoopTask> start)
    {
        if (_cancellationToken.IsCancellationRequested)
        {
            _loop.Forget(this);
            _discard();
            _completion.TrySetCanceled(_cancellationToken);
            return;
        }

        try
        {
            _task = start();
            _task.AddDoneCallback(_ => Finish());
        }
        catch (Exception error)
        {
            _loop.Forget(this);
            _completion.TrySetException(error);
            if (error is SystemExitException)
            {
                throw;
            }
        }
    }

    private void CancelFromAnywhere(EventLoop loop)
    {
        try
        {
            loop.CallSoonThreadsafe(() => _task?.Cancel());
        }
        catch (InvalidOperationException)
        {
            // The loop is closed: nobody will run or cancel the task any more.
            _completion.TrySetCanceled();
        }
    }

    private void Finish()
    {
        _loop.Forget(this);
        if (_task!.IsCancelled)
        {
            _completion.TrySetCanceled();
        }
        else if (_task.Exception is { } error)
        {
            _completion.TrySetException(error);
        }
        else
        {
            _completion.TrySetResult(_result(_task));
        }

        _registration.Dispose();
    }
}
