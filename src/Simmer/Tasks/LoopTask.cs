using System.Diagnostics;

namespace Simmer;

/// <summary>A coroutine that the loop runs beside others: started, named, cancelled and awaited by handle.</summary>
/// <remarks>
/// <para>Made by <see cref="Asyncio.CreateTask(Coroutine, string?, TaskContext?, bool?)"/>. The first step is queued,
/// never run inline; tasks start in the order in which they were made. The loop holds every unfinished task.</para>
/// <para>Cancellation is a counted, edge-triggered request. <see cref="Cancel"/> travels at once down what the task
/// awaits, and arrives there as one <see cref="CancelledException"/>; a task that catches it goes on running.</para>
/// <para>Semantics: <c>asyncio.Task</c>.</para>
/// </remarks>
[StackTraceHidden]
public partial class LoopTask : Future
{
    /// <summary>The innermost frame of the await chain: the one that runs next. Null once done.</summary>
    private Frame? _frame;

    /// <summary>
    /// While suspended, what wakes the task: a future, or the <see cref="System.Threading.Tasks.Task"/> or marker of a
    /// foreign await. Between waking and stepping, the exception to throw at the await, if there is one.
    /// </summary>
    private object? _waiting;

    /// <summary>
    /// The <see cref="ExecutionContext"/>, the shared <see cref="TaskContext"/>, or null for the loop's own; or the
    /// <see cref="TaskExtras"/>, which then hold it.
    /// </summary>
    private object? _contextOrExtras;
    private LoopTask? _next;
    private LoopTask? _previous;
    private readonly int _number;

    internal LoopTask(EventLoop loop, Frame root, string? name, TaskContext? context, bool eager, CancelScope? scope = null)
        : base(loop)
    {
        _frame = root;
        root.LinkTo(this, loop);
        _contextOrExtras = loop.ContextFor(context, out bool isInBaseContext);
        if (name is null)
        {
            _number = loop.NextTaskNumber();
        }
        else
        {
            Extras.Name = name;
        }

        // Before an eager first step, which may enter scopes and groups of its own.
        scope?.Adopt(this);
        loop.Onlooker?.TaskCreated(this);
        if (eager)
        {
            StepEagerly(loop, isInBaseContext);
        }
        else
        {
            loop.Tasks.Add(this);
            loop.Enqueue(this);
        }

        if (scope is not null && !IsDone)
        {
            SettleScope();
        }
    }

    /// <summary>The name: the one given, or <c>Task-1</c>, <c>Task-2</c>, … a loop.</summary>
    public string Name
    {
        get => ExtrasOrNull?.Name ?? UsualName;
        set => Extras.Name = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The name of a task that was given none.</summary>
    private protected virtual string UsualName => $"Task-{_number}";

    /// <summary>The context that the task runs in.</summary>
    public TaskContext Context
    {
        get
        {
            ref object? own = ref OwnContext;
            if (own is TaskContext shared)
            {
                return shared;
            }

            // From now on the task shares its context with the caller, who sees what the task sets.
            var context = new TaskContext((ExecutionContext?)own ?? Loop.BaseContext) { IsEntered = Loop.CurrentTask == this };
            own = context;
            return context;
        }
    }

    /// <summary>The name of the coroutine method, or null once the task is done.</summary>
    public string? CoroutineName => RootFrame is { } root ? MethodNames.Of(root.MachineType) : null;

    /// <summary>The innermost frame; null once done.</summary>
    internal Frame? Leaf => _frame;

    /// <summary>The task that runs now. For coroutines: none runs without a loop and a task.</summary>
    internal static LoopTask Running => EventLoop.Current!.CurrentTask!;

    /// <summary>What the suspended task waits for, for onlookers.</summary>
    internal object? WaitingOn => _waiting;

    /// <summary>The task that user code is told it runs in: the one that called the foreign code, for a bridge's.</summary>
    internal virtual LoopTask Visible => this;

    /// <summary>Whether the end of the loop is to report the task if it is not done.</summary>
    internal virtual bool ReportsPending => ExtrasOrNull is not { IsAwaitedByCaller: true };

    /// <summary>Whether it runs one coroutine that foreign code awaits: what it takes, that code keeps after the task's end.</summary>
    internal virtual bool RunsForForeignCode => false;

    internal WaitKind Wait
    {
        get => (WaitKind)((byte)_flags >> 6);
        private set => _flags = (TaskFlags)(((byte)_flags & 0b0011_1111) | ((byte)value << 6));
    }

    internal LoopTask? NextTask { get => _next; set => _next = value; }

    internal LoopTask? PreviousTask { get => _previous; set => _previous = value; }

    internal TaskExtras? ExtrasOrNull => _contextOrExtras as TaskExtras;

    internal TaskExtras Extras
    {
        get
        {
            if (_contextOrExtras is not TaskExtras extras)
            {
                // What is pending without extras is a request: a scope would have needed them.
                extras = new TaskExtras { Context = _contextOrExtras, RequestPending = HasPendingCancellation };
                _contextOrExtras = extras;
            }

            return extras;
        }
    }

    /// <summary>Where the context is kept.</summary>
    private ref object? OwnContext
    {
        get
        {
            if (_contextOrExtras is TaskExtras extras)
            {
                return ref extras.Context;
            }

            return ref _contextOrExtras;
        }
    }

    private Frame? RootFrame
    {
        get
        {
            Frame? frame = _frame;
            while (frame is { IsRoot: false })
            {
                frame = (Frame?)frame.Link;
            }

            return frame;
        }
    }

    internal override Future? OnBehalfOf => this;

    internal override string Describe() => $"Task '{Name}'";

    internal override string StateName =>
        !IsDone && _cancelling > 0 ? "cancelling" : base.StateName;

    /// <inheritdoc/>
    public override string ToString()
    {
        string waiting = IsDone ? "" : Wait switch
        {
            WaitKind.Timer or WaitKind.TimerDue => " wait_for=<Sleep>",
            WaitKind.Foreign => $" wait_for=<{(_waiting is Task ? ".NET task" : _waiting)}>",
            _ => _waiting switch
            {
                // A task's own text would name what it waits for in turn, and tasks can wait in a circle.
                LoopTask task => $" wait_for=<{task.Describe()} {task.StateName}>",
                Future future => $" wait_for={future}",
                _ => "",
            },
        };
        string coroutine = CoroutineName is { } name ? $" coro={name}" : "";
        return $"<{Describe()} {StateName}{coroutine}{waiting}>";
    }
}

/// <summary>What a suspended task waits for, beside a future or nothing.</summary>
internal enum WaitKind : byte
{
    /// <summary>Queued, running, or waiting for the future in the waiting field.</summary>
    None,

    /// <summary>Asleep until its timer.</summary>
    Timer,

    /// <summary>Its timer is due: queued as the timer's callback, which queues the step.</summary>
    TimerDue,

    /// <summary>Waiting for a foreign awaiter, whose delegate puts the task back.</summary>
    Foreign,
}

/// <summary>What is pending on a task.</summary>
[Flags]
internal enum TaskFlags : byte
{
    None = 0,

    /// <summary>The first step has begun.</summary>
    Started = 1,

    /// <summary>A cancel request to deliver at the next step; <see cref="LoopTask.Uncancel"/> can withdraw it.</summary>
    MustCancel = 2,

    /// <summary>The waiting field holds the exception to throw at the await.</summary>
    Injects = 4,

    /// <summary>The trampoline goes on with the leaf frame.</summary>
    Continues = 8,

    /// <summary>The last timer entry in the ready queue was cancelled after it was due: it is not a step.</summary>
    StaleTimer = 16,

    /// <summary>The foreign awaiter has called back; the step is queued.</summary>
    ForeignDone = 32,

    // The two bits above hold the WaitKind.
}

/// <summary>What few tasks need, kept out of the others' memory.</summary>
internal sealed class TaskExtras
{
    internal object? Context;
    internal string? Name;
    internal string? CancelMessage;
    internal CancellationTokenSource? TokenSource;

    /// <summary>The innermost cancel scope that the task is in.</summary>
    internal CancelScope? Scope;

    /// <summary>Whether a request of <c>Cancel</c>, rather than of a scope, waits to be delivered.</summary>
    internal bool RequestPending;

    /// <summary>Whether foreign code that the task awaits was told of the last request.</summary>
    internal bool IsRequestTaken;

    /// <summary>What foreign code captures that the task calls.</summary>
    internal LoopSynchronizationContext? Synchronization;

    /// <summary>
    /// The scope whose polite request waits to be delivered, in a shield until that is left; the outermost, if there are several.
    /// </summary>
    internal CancelScope? PoliteScope;

    /// <summary>Whether such a request is to be delivered at the task's present place.</summary>
    internal bool IsPolitePending => PoliteScope is { HasExited: false } polite && Scope is not null && Scope.IsReachedBy(polite);

    /// <summary>In debug mode, how many times in a row the task has yielded.</summary>
    internal int Yields;

    /// <summary>In debug mode, where the task stood when it was cancelled first.</summary>
    internal string? CancelledWhere;

    /// <inheritdoc cref="CancelledWhere"/>
    internal SourceLine? CancelledLine;

    /// <summary>Whether a call of <c>RunUntilComplete</c> made the task, and throws if it does not end.</summary>
    internal bool IsAwaitedByCaller;

    /// <summary>How many parts of the task that may block the loop are open.</summary>
    internal int BlockingScopes;

    /// <summary>The delegate that foreign awaiters call, made once a task.</summary>
    internal Action? ForeignContinuation;

    /// <summary>What foreign code does on behalf of this task, to be cancelled with it.</summary>
    internal List<IOwnedCall>? OwnedCalls;
}
