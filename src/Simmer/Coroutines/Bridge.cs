using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>
/// An await of one of Simmer's awaitables by foreign code: an <c>async Task</c> method, an async iterator. It runs on
/// behalf of the task that called that code: <see cref="Asyncio.CurrentTask"/> stays that task when the foreign code goes
/// on, and cancelling the task while it awaits the foreign code cancels what the bridge waits for.
/// </summary>
internal abstract class Bridge : LoopItem, IOwnedCall
{
    private readonly Action _continuation;
    private readonly LoopTask? _owner;
    private readonly ExecutionContext? _context;

    /// <summary>How many of the owner's requests have come through here, less those taken back.</summary>
    private int _requests;

    private protected Bridge(EventLoop loop, Action continuation, bool flowContext)
    {
        _continuation = continuation;
        _context = flowContext ? ExecutionContext.Capture() : null;
        _owner = loop.CurrentTask;
        BringsCancellation = loop.ContinuingBridge is { BringsCancellation: true };
        if (_owner is not null)
        {
            (_owner.Extras.OwnedCalls ??= []).Add(this);
        }

        loop.Bridges++;
    }

    /// <summary>
    /// Whether a cancellation of the owner has come through here, or through what the foreign code awaited before. If the
    /// owner's wait ends while that code goes on, the cancellation is delivered, even if the code has swallowed it.
    /// </summary>
    internal bool BringsCancellation { get; private set; }

    /// <summary>Cancels what the bridge waits for, on behalf of its owner.</summary>
    public bool CancelForOwner(string? message)
    {
        if (!Cancel(message))
        {
            return false;
        }

        _requests++;
        BringsCancellation = true;
        return true;
    }

    /// <summary>The owner takes a request back: so does what the bridge waits for, if it came through here.</summary>
    public void UncancelForOwner()
    {
        if (_requests > 0)
        {
            _requests--;
            Uncancel();
        }
    }

    private protected virtual void Uncancel()
    {
    }

    /// <summary>As <see cref="CancelForOwner"/>, for a scope around the owner: what stands in scopes of its own is left to them.</summary>
    public bool CancelForScope(string? message)
    {
        bool isTaken = CancelInScope(message);
        BringsCancellation |= isTaken;
        return isTaken;
    }

    private protected virtual bool CancelInScope(string? message) => Cancel(message);

    /// <summary>
    /// What the bridge waited for has ended without having been thrown the last request: the foreign code's next await through a
    /// bridge throws it, or else the owner's own.
    /// </summary>
    private protected void GiveBackRequest()
    {
        BringsCancellation = false;
        _owner?.Extras.IsRequestTaken = false;
    }

    /// <summary>The wait has begun. It is cancelled if the owner was asked to end, and in a cancelled scope, as every await is.</summary>
    private protected void CancelIfAsked()
    {
        CancelIfRequested();
        _owner?.CancelIfScopeIs(this);
    }

    private protected void CancelIfRequested() => _owner?.CancelIfRequested(this);

    /// <summary>Cancels what the bridge waits for.</summary>
    /// <returns>False if that was done already.</returns>
    private protected abstract bool Cancel(string? message);

    internal override void Run(EventLoop loop) => Continue(loop, null);

    internal override Future? OnBehalfOf => _owner;

    internal override string Describe() => $"continuation of {MethodNames.Of(_continuation)}";

    /// <summary>Goes on with the foreign code; its await throws <paramref name="error"/> if there is one.</summary>
    private protected void Continue(EventLoop loop, Exception? error)
    {
        loop.Bridges--;
        _owner?.Extras.OwnedCalls!.Remove(this);
        SynchronizationContext? outer = LoopSynchronizationContext.EnterFor(_owner, loop);
        loop.ContinuingBridge = this;
        if (error is not null)
        {
            loop.Inject(error);
        }

        object? context = _context;
        EventLoop.EnterContext(context);
        try
        {
            _continuation();
        }
        catch (Exception unexpected) when (unexpected is not SystemExitException)
        {
            loop.CallExceptionHandler(new ExceptionContext($"Exception in {Describe()}") { Exception = unexpected });
        }
        finally
        {
            loop.LeaveContext(ref context);
            loop.ClearInjected();
            loop.ContinuingBridge = null;
            LoopSynchronizationContext.Leave(outer, loop);
        }
    }
}

/// <summary>Foreign code awaits a future or a task.</summary>
internal sealed class FutureBridge : Bridge
{
    private readonly Future _future;

    private FutureBridge(EventLoop loop, Future future, Action continuation, bool flowContext)
        : base(loop, continuation, flowContext) => _future = future;

    internal static void Start(Future future, Action continuation, bool flowContext)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        if (EventLoop.Current is not { } loop)
        {
            FailedBridge.Start(LoopErrors.NoRunningLoop("await a future"), continuation, flowContext);
        }
        else if (future.Loop != loop)
        {
            FailedBridge.Start(LoopErrors.OtherLoop(future, loop), continuation, flowContext);
        }
        else
        {
            var bridge = new FutureBridge(loop, future, continuation, flowContext);
            future.AddWaiter(bridge);
            bridge.CancelIfAsked();
        }
    }

    private protected override bool Cancel(string? message) => _future.Cancel(message);
}

/// <summary>Foreign code awaits a coroutine: a task of its own runs it, and the awaiter takes the result.</summary>
internal sealed class CoroutineBridge(EventLoop loop, Action continuation, bool flowContext)
    : Bridge(loop, continuation, flowContext)
{
    private readonly EventLoop _loop = loop;
    private BridgeTask? _task;

    /// <summary>The root frame of the task, while that takes its first step inside its constructor.</summary>
    private Frame? _root;

    /// <summary>The scope had asked before the task began, so it has not told it.</summary>
    private bool _isLate;

    internal void Start(Frame root)
    {
        _isLate = _loop.CurrentTask?.ExtrasOrNull is { IsPolitePending: true };
        _root = root;
        _task = new BridgeTask(_loop, root, _loop.CurrentTask);
        _root = null;
        _task.AddWaiter(this);
        CancelIfRequested();
    }

    internal override void Run(EventLoop loop)
    {
        if (_task!.EndedUntold)
        {
            GiveBackRequest();
        }

        base.Run(loop);
    }

    /// <summary>The task that runs the coroutine. What that does in its first step may cancel the owner already.</summary>
    private LoopTask? Runner => _task ?? _root?.Link as LoopTask;

    private protected override void Uncancel() => Runner?.Uncancel();

    // The task is in the owner's scope, which tells it by itself; unless that was left while the foreign code went on.
    private protected override bool CancelInScope(string? message)
    {
        if (Runner is not { ExtrasOrNull.Scope: { } scope } runner)
        {
            return Cancel(message);
        }

        if (scope.IsCancelRequested && (scope.HasExited || _isLate))
        {
            _isLate = false;
            runner.CancelForScope(message);
        }

        return scope.IsCancelRequested;
    }

    private protected override bool Cancel(string? message) => Runner is { } runner && runner.Cancel(message);

    /// <summary>A task whose root frame keeps its result or error for the foreign awaiter to take.</summary>
    private sealed class BridgeTask(EventLoop loop, Frame root, LoopTask? caller)
        : LoopTask(loop, root, null, null, eager: true, caller?.ExtrasOrNull?.Scope)
    {
        // A field's initializer runs before the base constructor, which takes the first step.
        private readonly LoopTask? _owner = caller?.Visible;

        internal override bool ReportsPending => false;

        internal override bool RunsForForeignCode => true;

        /// <summary>Whether it was asked to end and has ended before an await could throw that.</summary>
        internal bool EndedUntold { get; private set; }

        internal override LoopTask Visible => _owner is { IsDone: false } ? _owner : this;

        internal override void RootFinished(Frame root)
        {
            EndedUntold = IsRequestUndelivered || (HasPendingCancellation && ExtrasOrNull is { IsPolitePending: true });
            ExtrasOrNull?.Scope?.Disown(this);
            if (root.State == FrameState.Returned)
            {
                FinishWithResult();
            }
            else
            {
                FinishWith(Unsafe.As<System.Runtime.ExceptionServices.ExceptionDispatchInfo>(root.Link!).SourceException);
                MarkRetrieved();
            }
        }
    }
}

/// <summary>Foreign code sleeps.</summary>
internal sealed class SleepBridge(EventLoop loop, Action continuation, bool flowContext)
    : Bridge(loop, continuation, flowContext)
{
    private readonly EventLoop _loop = loop;
    private bool _due;
    private CancelledException? _cancelled;

    internal void Start(double seconds)
    {
        if (seconds > 0)
        {
            _loop.Timers.Add(_loop.DeadlineAfter(seconds), this);
        }
        else
        {
            _due = true;
            _loop.Enqueue(this);
        }

        CancelIfAsked();
    }

    private protected override bool Cancel(string? message)
    {
        if (_cancelled is not null)
        {
            return false;
        }

        _cancelled = new CancelledException(message);
        if (TimerKey != 0)
        {
            _loop.Timers.Cancel(this);
            _due = true;
            _loop.Enqueue(this);
        }

        return true;
    }

    internal override void Run(EventLoop loop)
    {
        if (_due)
        {
            Continue(loop, _cancelled);
        }
        else
        {
            // As a task's sleep: the timer's callback first, the continuation an iteration later.
            _due = true;
            loop.Enqueue(this);
        }
    }
}

/// <summary>
/// Foreign code awaits what cannot be awaited: its await throws. An error out of <c>OnCompleted</c> would not reach the
/// await: .NET's method builders end the process with it.
/// </summary>
internal sealed class FailedBridge : Bridge
{
    private readonly Exception _error;

    private FailedBridge(EventLoop loop, Exception error, Action continuation, bool flowContext)
        : base(loop, continuation, flowContext) => _error = error;

    internal static void Start(Exception error, Action continuation, bool flowContext)
    {
        if (EventLoop.Current is { } loop)
        {
            loop.Enqueue(new FailedBridge(loop, error, continuation, flowContext));
        }
        else
        {
            ThreadPool.QueueUserWorkItem(_ => EventLoop.ResumeOffLoop(error, continuation));
        }
    }

    private protected override bool Cancel(string? message) => false;

    internal override void Run(EventLoop loop) => Continue(loop, _error);
}
