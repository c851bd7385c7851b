namespace Simmer;

/// <summary>A future that follows a .NET task, whichever thread that ends on.</summary>
internal sealed class TaskFuture<T> : Future<T>
{
    private readonly Task _task;
    private readonly Func<Task, T> _result;

    private TaskFuture(EventLoop loop, Task task, Func<Task, T> result)
        : base(loop)
    {
        _task = task;
        _result = result;
    }

    internal static TaskFuture<T> Of(EventLoop loop, Task task, Func<Task, T> result)
    {
        ArgumentNullException.ThrowIfNull(task);
        var future = new TaskFuture<T>(loop, task, result);
        if (task.IsCompleted)
        {
            future.Follow();
            return future;
        }

        loop.ForeignWaits++;
        task.ContinueWith(
            static (_, state) =>
            {
                var future = (TaskFuture<T>)state!;
                future.Loop.EnqueueFromAnywhere(new TaskEnded(future));
            },
            future,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return future;
    }

    internal override string Describe() => "Future of a .NET task";

    private void Follow()
    {
        if (IsDone)
        {
            // Nobody follows any more; seeing the error keeps it from TaskScheduler.UnobservedTaskException.
            _ = _task.Exception;
        }
        else if (_task.IsCanceled)
        {
            Cancel();
        }
        else if (_task.Exception is { } errors)
        {
            SetException(errors.InnerExceptions.Count == 1 ? errors.InnerException! : errors);
        }
        else
        {
            SetResult(_result(_task));
        }
    }

    private sealed class TaskEnded(TaskFuture<T> future) : LoopItem
    {
        internal override void Run(EventLoop loop)
        {
            loop.ForeignWaits--;
            future.Follow();
        }

        internal override string Describe() => future.Describe();
    }
}
