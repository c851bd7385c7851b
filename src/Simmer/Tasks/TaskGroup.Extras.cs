namespace Simmer;

/// <summary>What asyncio's groups do not have: a limit, the tasks' results, and children that tell when they are ready.</summary>
public sealed partial class TaskGroup
{
    /// <summary>Runs a body, waits until every task that it started in the group has ended, and gives their results.</summary>
    /// <typeparam name="T">The type of the tasks' results.</typeparam>
    /// <param name="body">The body; it runs in the caller's task.</param>
    /// <param name="limit">How many of the tasks run at a time; the others wait to begin. Null for all.</param>
    /// <returns>The results of the tasks in the order in which they were started.</returns>
    /// <exception cref="AggregateException">The body or a task failed.</exception>
    /// <exception cref="CancelledException">A task was cancelled on its own, so its result is missing.</exception>
    /// <remarks>Cancel safety: body and tasks are cancelled and waited for; the results are lost.</remarks>
    /// <example><code>
    /// string[] pages = await TaskGroup.Collect&lt;string&gt;(async group =>
    /// {
    ///     await foreach (string url in ReadUrls())
    ///     {
    ///         group.CreateTask(Fetch(url));
    ///     }
    /// }, limit: 20);
    /// </code></example>
    public static async Coroutine<T[]> Collect<T>(Func<ResultGroup<T>, Coroutine> body, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        var tasks = new List<LoopTask<T>>();
        await Run(group => body(new ResultGroup<T>(group, tasks)), limit);
        return [.. tasks.Select(static task => task.Result)];
    }

    /// <summary>Starts a task in the group and waits until it says that it is ready.</summary>
    /// <typeparam name="T">The type of what it is ready with: an address, a connection.</typeparam>
    /// <param name="child">What to run; it calls <see cref="ReadySignal{T}.Ready"/> when it is ready.</param>
    /// <param name="name">A name for messages.</param>
    /// <returns>What the child is ready with.</returns>
    /// <exception cref="InvalidOperationException">The child ended without being ready.</exception>
    /// <remarks>
    /// An error of the child before it is ready is thrown here, not by the group. Cancel safety: the child is cancelled
    /// and waited for if it is not ready. Semantics: Trio's <c>nursery.start</c>.
    /// </remarks>
    /// <example><code>
    /// int port = await group.Start&lt;int&gt;(Serve);
    ///
    /// static async Coroutine Serve(ReadySignal&lt;int&gt; signal)
    /// {
    ///     await using Server server = await StartServer(Echo, "127.0.0.1", 0);
    ///     signal.Ready(server.Port);
    ///     await server.ServeForever();
    /// }
    /// </code></example>
    public async Coroutine<T> Start<T>(Func<ReadySignal<T>, Coroutine> child, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(child);
        if (Refusal is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        var signal = new ReadySignal<T>(_loop);
        LoopTask task = _loop.CreateTask(child(signal), name, context: null, eagerStart: null, _scope);

        // The group counts it from the beginning, so that it cannot end in between; but an error of it is the caller's, not
        // the group's, until it is ready.
        Count(task);
        try
        {
            await Asyncio.Wait([task, (Future)signal.Value], returnWhen: ReturnWhen.FirstCompleted);
        }
        catch when (!signal.Value.IsDone)
        {
            await EndUnready(task);
            throw;
        }
        finally
        {
            if (signal.Value.IsDone)
            {
                task.AddDoneCallback(_onTaskDone);
            }
        }

        if (signal.Value.IsDone)
        {
            return signal.Value.Result;
        }

        Forget(task);
        task.GetResult();
        throw new InvalidOperationException($"{task} ended without calling Ready.");
    }

    /// <summary>Sees a child to its end that nobody waits for any longer; throws its error, if it has one.</summary>
    private async Coroutine EndUnready(LoopTask task)
    {
        try
        {
            await Racing.CancelAndWait([task]);
        }
        finally
        {
            Forget(task);
            if (task.PeekError() is { } error)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
            }
        }
    }

    private static void CheckLimit(int? limit)
    {
        if (limit is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(limit));
        }
    }

    private async Coroutine InSlot(AsyncSemaphore slots, Coroutine coroutine)
    {
        await slots.Acquire();
        bool fails = false;
        try
        {
            await coroutine;
        }
        catch (Exception error) when (!IsCancellation(error, _loop.CurrentTask!))
        {
            fails = true;
            throw;
        }
        finally
        {
            // A failure ends the group: nobody is to begin in the place of the one that failed.
            if (!fails)
            {
                slots.Release();
            }
        }
    }

    private async Coroutine<T> InSlot<T>(AsyncSemaphore slots, Coroutine<T> coroutine)
    {
        await slots.Acquire();
        bool fails = false;
        try
        {
            return await coroutine;
        }
        catch (Exception error) when (!IsCancellation(error, _loop.CurrentTask!))
        {
            fails = true;
            throw;
        }
        finally
        {
            // A failure ends the group: nobody is to begin in the place of the one that failed.
            if (!fails)
            {
                slots.Release();
            }
        }
    }

    private void Forget(LoopTask task)
    {
        _tasks.Remove(task);
        _scope?.Disown(task);
        if (_tasks.Count == 0)
        {
            _allDone?.TrySetResult(default);
        }
    }
}

/// <summary>A group whose tasks' results are collected: what <see cref="TaskGroup.Collect{T}(Func{ResultGroup{T}, Coroutine}, int?)"/> gives its body.</summary>
/// <typeparam name="T">The type of the results.</typeparam>
public sealed class ResultGroup<T>
{
    private readonly List<LoopTask<T>> _tasks;

    internal ResultGroup(TaskGroup group, List<LoopTask<T>> tasks)
    {
        Group = group;
        _tasks = tasks;
    }

    /// <summary>The group itself, for tasks whose results are not collected.</summary>
    public TaskGroup Group { get; }

    /// <summary>Starts a task in the group; its result is collected.</summary>
    /// <param name="coroutine">What to run.</param>
    /// <param name="name">A name for messages.</param>
    /// <returns>The task.</returns>
    /// <exception cref="InvalidOperationException">The group has ended or is shutting down.</exception>
    public LoopTask<T> CreateTask(Coroutine<T> coroutine, string? name = null)
    {
        LoopTask<T> task = Group.CreateTask(coroutine, name);
        _tasks.Add(task);
        return task;
    }
}

/// <summary>How a child of <see cref="TaskGroup.Start{T}(Func{ReadySignal{T}, Coroutine}, string?)"/> tells that it is ready.</summary>
/// <typeparam name="T">The type of what it is ready with.</typeparam>
public sealed class ReadySignal<T>
{
    internal ReadySignal(EventLoop loop) => Value = new Future<T>(loop);

    internal Future<T> Value { get; }

    /// <summary>Says that the child is ready; the caller of <see cref="TaskGroup.Start{T}(Func{ReadySignal{T}, Coroutine}, string?)"/> goes on.</summary>
    /// <param name="value">What it is ready with.</param>
    /// <exception cref="InvalidStateException">It was said before.</exception>
    public void Ready(T value) => Value.SetResult(value);
}
