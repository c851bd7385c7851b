namespace Simmer;

/// <summary>A callback registered with a future; it is itself the ready-queue item that calls it.</summary>
internal sealed class DoneCallback(Future future, Action<Future> callback, object? context) : LoopItem
{
    private object? _context = context;

    internal bool Is(Action<Future> other) => callback.Equals(other);

    internal override void Run(EventLoop loop)
    {
        EventLoop.EnterContext(_context);
        try
        {
            callback(future);
        }
        catch (Exception error) when (error is not SystemExitException)
        {
            loop.CallExceptionHandler(new ExceptionContext($"Exception in callback {Describe()}")
            {
                Exception = error,
                Future = future,
            });
        }
        finally
        {
            loop.LeaveContext(ref _context);
        }
    }

    internal override Future? OnBehalfOf => (callback.Target as TaskGroup)?.Parent;

    internal override string Describe() => MethodNames.Of(callback);
}
