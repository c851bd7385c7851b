namespace Simmer;

/// <summary>Awaits of .NET's calls that end promptly when their task is cancelled, through a token of the call's own.</summary>
/// <remarks>
/// A task's own token stays cancelled until the request is taken back, so that a clean-up could not call anything more with it.
/// </remarks>
internal static class ForeignCalls
{
    /// <summary>Waits for a .NET task. If this is cancelled, so is <paramref name="source"/>, and the task's end is awaited still.</summary>
    internal static async Coroutine<T> Await<T>(EventLoop loop, Task<T> task, CancellationTokenSource source)
    {
        await End(loop, task, source);
        return task.Result;
    }

    /// <inheritdoc cref="Await{T}(EventLoop, Task{T}, CancellationTokenSource)"/>
    internal static Coroutine Await(EventLoop loop, Task task, CancellationTokenSource source) => End(loop, task, source);

    private static async Coroutine End(EventLoop loop, Task task, CancellationTokenSource source)
    {
        CancelledException? cancelled = null;
        while (!task.IsCompleted)
        {
            try
            {
                await (cancelled is null ? EndOf(task, loop) : CancelScope.WaitAgain(EndOf(task, loop)));
            }
            catch (CancelledException caught)
            {
                cancelled ??= caught;
                Cancel(source);
            }
            catch when (cancelled is not null)
            {
                // How it ended no longer matters.
            }
        }

        if (cancelled is not null)
        {
            _ = task.Exception;
            throw cancelled;
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary>Takes note of an error that nobody may ask for, which would be reported as unobserved.</summary>
    internal static void NoteError(Task task) => _ = task.ContinueWith(
        static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static async Coroutine EndOf(Task task, EventLoop loop) => await TaskFuture<Nothing>.Of(loop, task, static _ => default);

    /// <summary>Here and now: what is registered only queues an item of the loop.</summary>
    private static void Cancel(CancellationTokenSource source) => source.Cancel();
}
