namespace Simmer.Http;

/// <summary>A connecting task of the loop, begun and cancelled from any thread.</summary>
/// <remarks>Whoever awaits it goes on inline on the loop's thread, with no current context: TLS begins there and stays there.</remarks>
internal sealed class ConnectAttempt : IThreadEntry
{
    private readonly TaskCompletionSource<Stream> _completion = new();
    private readonly EventLoop _loop;
    private readonly CancellationToken _token;
    private LoopTask<Stream>? _task;
    private CancellationTokenRegistration _registration;

    private ConnectAttempt(EventLoop loop, CancellationToken token)
    {
        _loop = loop;
        _token = token;
    }

    internal static Task<Stream> Start(EventLoop loop, Coroutine<Stream> connect, CancellationToken token)
    {
        var attempt = new ConnectAttempt(loop, token);
        ContextFreeItem.Post(loop, _ => attempt.Begin(connect), null);
        return attempt._completion.Task;
    }

    /// <inheritdoc/>
    public void LoopClosed()
    {
        _registration.Dispose();

        // What goes on inline is .NET's and the user's: not in the middle of the loop's end.
        ThreadPool.UnsafeQueueUserWorkItem(
            static attempt => attempt._completion.TrySetException(new InvalidOperationException(
                "The loop of this HTTP handler was closed while it connected. Dispose of the handler before the loop ends.")),
            this,
            preferLocal: false);
    }

    private void Begin(Coroutine<Stream> connect)
    {
        if (!_loop.Take(this))
        {
            connect.Close();
            _completion.SetException(new InvalidOperationException(
                "The loop of this HTTP handler is closed. Make the handler on the loop that uses it, and dispose of it before the loop ends."));
            return;
        }

        _task = _loop.CreateTask(connect, "HTTP connection", new TaskContext(_loop.BaseContext));
        _task.AddDoneCallback(_ => Finish());

        // The connection may come to serve another request than the one that asked for it: only connecting is cancelled so.
        _registration = _token.UnsafeRegister(
            static attempt => ((ConnectAttempt)attempt!).CancelFromAnywhere(), this);
    }

    private void CancelFromAnywhere() => _loop.EnqueueFromAnywhere(new ContextFreeItem(_ => _task!.Cancel(), null));

    private void Finish()
    {
        _loop.Forget(this);
        _registration.Dispose();
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            if (_task!.IsCancelled)
            {
                _completion.TrySetCanceled(_token);
            }
            else if (_task.Exception is { } error)
            {
                _completion.TrySetException(error);
            }
            else if (!_completion.TrySetResult(_task.Result))
            {
                _task.Result.Dispose();
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }
}
