namespace Simmer;

/// <summary>A task of the loop that another thread started, linked both ways with a .NET task.</summary>
internal sealed class ThreadEntry<T>
{
    // The continuations are the other thread's: they must not run on the loop's.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<LoopTask, T> _result;
    private readonly CancellationToken _cancellationToken;
    private LoopTask? _task;
    private CancellationTokenRegistration _registration;

    private ThreadEntry(Func<LoopTask, T> result, CancellationToken cancellationToken)
    {
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
        var entry = new ThreadEntry<T>(result, cancellationToken);
        loop.CallSoonThreadsafe(() => entry.Start(start, discard));
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

    private void Start(Func<LoopTask> start, Action discard)
    {
        if (_cancellationToken.IsCancellationRequested)
        {
            discard();
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
            _completion.TrySetException(error);
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
