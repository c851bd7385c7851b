namespace Simmer;

public sealed partial class EventLoop
{
    private ThreadExecutor? _threadPool;

    /// <summary>The threads for blocking calls, made at the first use.</summary>
    internal ThreadExecutor ThreadPool => _threadPool ??= new ThreadExecutor(this);

    internal Future<T> CallOnThread<T>(Func<T> function, ExecutionContext? context)
    {
        CheckClosed();
        CheckAccess();
        var call = new ThreadCall<T>(this, function, context);
        ThreadPool.Submit(call);
        return call.Future;
    }
}
