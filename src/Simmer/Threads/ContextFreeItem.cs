namespace Simmer;

/// <summary>A callback of .NET code on the loop's thread with no current synchronization context.</summary>
/// <remarks>Code that asked to leave its context goes on at once when what it awaits completes on the loop, not by the thread pool.</remarks>
internal sealed class ContextFreeItem(Action<object?> callback, object? state) : LoopItem
{
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
