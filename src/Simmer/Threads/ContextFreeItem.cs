namespace Simmer;

/// <summary>A callback of .NET code on the loop's thread with no current synchronization context.</summary>
/// <remarks>Code that asked to leave its context goes on at once when what it awaits completes on the loop, not by the thread pool.</remarks>
internal sealed class ContextFreeItem(Action<object?> callback, object? state) : LoopItem
{
    /// <summary>Has it called on the loop's thread; if the loop is closed or closes before, on the thread pool, where it finds it so.</summary>
    internal static void Post(EventLoop loop, Action<object?> callback, object? state)
    {
        var item = new ContextFreeItem(callback, state);
        if (!loop.EnqueueFromAnywhere(item))
        {
            item.Drop();
        }
    }

    internal override void Drop() => ThreadPool.UnsafeQueueUserWorkItem(callback.Invoke, state, preferLocal: false);

    internal override void Run(EventLoop loop)
    {
        object? context = null;
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            callback(state);
        }
        catch (Exception error) when (error is not SystemExitException)
        {
            loop.CallExceptionHandler(new ExceptionContext($"Exception in {Describe()}") { Exception = error });
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
            loop.LeaveContext(ref context);
        }
    }

    internal override string Describe() => $"continuation of {MethodNames.Of(state as Delegate ?? callback)}";
}
