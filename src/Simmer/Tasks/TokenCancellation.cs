namespace Simmer;

/// <summary>Cancels the token that .NET calls see, without running what awaits them on top of the caller.</summary>
internal static class TokenCancellation
{
    internal static void Cancel(CancellationTokenSource source, LoopTask task)
    {
        // Under a null context, what awaits the token's effects is posted back to the loop instead of running in here.
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            source.Cancel();
        }
        catch (AggregateException errors)
        {
            task.Loop.CallExceptionHandler(new ExceptionContext("Exception in a callback of a cancellation token")
            {
                Exception = errors.InnerExceptions.Count == 1 ? errors.InnerException : errors,
                Task = task,
            });
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
