namespace Simmer;

/// <summary>
/// Tasks that live and end together: the group ends when its body and all its tasks have; the first error cancels the
/// rest, and the errors come out together.
/// </summary>
/// <remarks>
/// <para>The first error of a child or of the body cancels the children and the body. When all have ended, the errors are
/// thrown as one <see cref="AggregateException"/>: the children's in the order in which they ended, the body's last. A
/// child that is cancelled on its own is no error.</para>
/// <para>Cancelling the task that runs the group cancels the children, waits for them, and goes on as a
/// <see cref="CancelledException"/>; errors of the children have priority over it. Semantics: <c>asyncio.TaskGroup</c>.</para>
/// </remarks>
/// <example><code>
/// await TaskGroup.Run(async group =>
/// {
///     group.CreateTask(Serve(socket));
///     group.CreateTask(Heartbeat(socket));
/// });
/// </code></example>
public sealed partial class TaskGroup
{
    private readonly EventLoop _loop;
    private readonly LoopTask _parent;
    private readonly HashSet<LoopTask> _tasks = [];
    private readonly List<Exception> _errors = [];
    private readonly Action<Future> _onTaskDone;
    private readonly AsyncSemaphore? _slots;
    private readonly CancelScope? _scope;
    private readonly bool _requestedAtEntry;
    private Future<Nothing>? _allDone;
    private SystemExitException? _exit;
    private bool _exiting;
    private bool _aborting;

    /// <summary>Whether the group has cancelled its tasks itself, which it leaves to a cancelled scope around it.</summary>
    private bool _hasCancelledTasks;
    private bool _parentCancelRequested;

    private TaskGroup(int? limit)
    {
        _slots = limit is { } count ? new AsyncSemaphore(count) : null;
        _parent = LoopTask.Running;
        _loop = _parent.Loop;
        _onTaskDone = OnTaskDone;
        _scope = _parent.ExtrasOrNull?.Scope;
        _requestedAtEntry = _parent.IsToldByScope;
    }

    /// <summary>Runs a body, and waits until every task that it started in the group has ended.</summary>
    /// <param name="body">The body; it runs in the caller's task.</param>
    /// <param name="limit">How many of the tasks run at a time; the others wait to begin. Null for all.</param>
    /// <returns>A coroutine that ends when all have.</returns>
    /// <exception cref="AggregateException">The body or a task failed.</exception>
    /// <remarks>
    /// Cancel safety: body and tasks are cancelled and waited for; their errors take the place of the cancellation.
    /// </remarks>
    public static async Coroutine Run(Func<TaskGroup, Coroutine> body, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        CheckLimit(limit);
        var group = new TaskGroup(limit);
        Exception? error = null;
        try
        {
            await body(group);
        }
        catch (Exception caught)
        {
            error = caught;
        }

        await group.Leave(error);
    }

    /// <summary>Runs a body, waits until every task that it started in the group has ended, and gives the body's result.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="body">The body; it runs in the caller's task.</param>
    /// <param name="limit">How many of the tasks run at a time; the others wait to begin. Null for all.</param>
    /// <returns>What the body returned; the default value if <see cref="Cancel"/> ended it.</returns>
    /// <exception cref="AggregateException">The body or a task failed.</exception>
    /// <remarks>
    /// Cancel safety: body and tasks are cancelled and waited for; their errors take the place of the cancellation.
    /// </remarks>
    public static async Coroutine<T> Run<T>(Func<TaskGroup, Coroutine<T>> body, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        CheckLimit(limit);
        var group = new TaskGroup(limit);
        Exception? error = null;
        T result = default!;
        try
        {
            result = await body(group);
        }
        catch (Exception caught)
        {
            error = caught;
        }

        await group.Leave(error);
        return result;
    }

    /// <summary>Starts a task in the group.</summary>
    /// <param name="coroutine">What to run.</param>
    /// <param name="name">A name for messages.</param>
    /// <param name="context">The context to run in; null for a copy of the current one.</param>
    /// <param name="eagerStart">Whether to run the first step now, inside this call.</param>
    /// <returns>The task.</returns>
    /// <exception cref="InvalidOperationException">The group has ended or is shutting down: the coroutine is closed.</exception>
    public LoopTask CreateTask(Coroutine coroutine, string? name = null, TaskContext? context = null, bool? eagerStart = null)
    {
        if (Refusal is { } reason)
        {
            coroutine.Close();
            throw new InvalidOperationException(reason);
        }

        LoopTask task = _loop.CreateTask(_slots is null ? coroutine : InSlot(_slots, coroutine), name, context, eagerStart, _scope);
        if (_slots is not null)
        {
            CloseUnbegun(task, coroutine.Close);
        }

        Own(task);
        return task;
    }

    /// <inheritdoc cref="CreateTask(Coroutine, string?, TaskContext?, bool?)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public LoopTask<T> CreateTask<T>(
        Coroutine<T> coroutine, string? name = null, TaskContext? context = null, bool? eagerStart = null)
    {
        if (Refusal is { } reason)
        {
            coroutine.Close();
            throw new InvalidOperationException(reason);
        }

        LoopTask<T> task = _loop.CreateTask(_slots is null ? coroutine : InSlot(_slots, coroutine), name, context, eagerStart, _scope);
        if (_slots is not null)
        {
            CloseUnbegun(task, coroutine.Close);
        }

        Own(task);
        return task;
    }

    /// <summary>Ends the group early: cancels its tasks and its body; the group then ends without an error of its own.</summary>
    /// <remarks>May be called repeatedly, and after the end, which does nothing. <c>TaskGroup.cancel()</c> of Python 3.15.</remarks>
    public void Cancel()
    {
        _loop.CheckAccess();
        if (_exiting && _tasks.Count == 0)
        {
            return;
        }

        // One that an error shuts down already has told everybody that there is to tell.
        if (!_aborting)
        {
            Abort();
            CancelParent();
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"<TaskGroup{(_tasks.Count > 0 ? $" tasks={_tasks.Count}" : "")}{(_errors.Count > 0 ? $" errors={_errors.Count}" : "")}{(_aborting ? " cancelling" : _exiting ? " exiting" : "")}>";

    /// <summary>The task that runs the group.</summary>
    internal LoopTask Parent => _parent;

    /// <summary>The tasks of the group that have not ended, for onlookers.</summary>
    internal IReadOnlyCollection<LoopTask> LiveTasks => _tasks;

    private string? Refusal =>
        _exiting && _tasks.Count == 0 ? $"{this} is finished: start the task before the group's body and tasks have ended."
        : _aborting ? $"{this} is shutting down: it takes no new tasks."
        : null;

    /// <summary>A task that ends before it has a slot, or before its first step, has not begun what it was to run.</summary>
    private static void CloseUnbegun(LoopTask task, Action close)
    {
        if (!task.IsDone)
        {
            task.AddDoneCallback(_ => close());
        }
    }

    private void Own(LoopTask task)
    {
        Count(task);
        task.AddDoneCallback(_onTaskDone);
    }

    private void Count(LoopTask task)
    {
        _tasks.Add(task);
        if (_hasCancelledTasks && !task.IsDone)
        {
            // The group was ended in the eager first step of the task, which was not in the group yet.
            task.Cancel();
        }
    }

    private async Coroutine Leave(Exception? error)
    {
        _exiting = true;
        _exit ??= error as SystemExitException;
        Exception? cancelled = IsCancellation(error, _parent) ? error : null;
        bool bodyCancelled = cancelled is not null;
        if (error is not null && !_aborting)
        {
            Abort(error);
        }

        // A loop, because the wait can be cancelled repeatedly, also while the group's own cancellation is under way.
        bool isAgain = false;
        while (_tasks.Count > 0)
        {
            _allDone ??= new JoinFuture(_loop, _tasks);
            try
            {
                if (isAgain)
                {
                    await CancelScope.WaitAgain(AllDone());
                }
                else
                {
                    await _allDone;
                }
            }
            catch (CancelledException outer)
            {
                isAgain = true;
                if (!_aborting || (!_hasCancelledTasks && _parent.Cancelling > 0))
                {
                    cancelled = outer;
                    Abort(outer);
                }
            }

            _allDone = null;
        }

        if (_exit is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_exit);
        }

        if (_parentCancelRequested && _parent.Uncancel() == 0 && !_parent.IsCancelledFromOutside(_requestedAtEntry))
        {
            cancelled = null;
        }

        if (cancelled is not null && _errors.Count == 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cancelled);
        }

        if (error is not null && !bodyCancelled)
        {
            _errors.Add(error);
        }

        if (_errors.Count > 0)
        {
            if (_parent.Cancelling > 0)
            {
                // Somebody outside cancelled the parent, and the errors take the place of that cancellation: renew it, so
                // that the next suspension throws it. The count stays as it is.
                _parent.Uncancel();
                _parent.Cancel();
            }

            throw new AggregateException("unhandled errors in a TaskGroup", _errors);
        }
    }

    private async Coroutine AllDone() => await _allDone!;

    /// <summary>A .NET call that was given the task's token throws .NET's exception: it counts if the task was cancelled.</summary>
    private static bool IsCancellation(Exception? error, LoopTask task) =>
        error is CancelledException || (error is OperationCanceledException && task.IsAskedToEnd);

    private void Abort(Exception? reason = null)
    {
        _aborting = true;
        if (reason is OperationCanceledException && _parent.Cancelling == 0 && _parent.IsCancelledFromOutside(_requestedAtEntry))
        {
            // A scope around the group cancels: it has told every task itself. Once is what it promises to be polite.
            return;
        }

        _hasCancelledTasks = true;
        foreach (LoopTask task in _tasks)
        {
            if (!task.IsDone)
            {
                task.Cancel();
            }
        }
    }

    private void CancelParent()
    {
        if (!_parentCancelRequested)
        {
            _parentCancelRequested = true;
            _parent.Cancel();
        }
    }

    private void OnTaskDone(Future done)
    {
        _tasks.Remove((LoopTask)done);
        _scope?.Disown((LoopTask)done);
        if (_tasks.Count == 0)
        {
            _allDone?.TrySetResult(default);
        }

        if (done.IsCancelled || done.Exception is not { } error)
        {
            return;
        }

        _errors.Add(error);
        _exit ??= error as SystemExitException;
        if (_parent.IsDone)
        {
            _loop.CallExceptionHandler(new ExceptionContext($"{done} failed after the task that ran its group was done")
            {
                Exception = error,
                Future = done,
            });
        }
        else if (!_aborting && !_parentCancelRequested)
        {
            Abort();
            CancelParent();
        }
    }
}
