namespace Simmer;

public partial class LoopTask
{
    /// <summary>The length from which a chain of tasks awaiting tasks is watched for being a circle.</summary>
    private const int LongChain = 100;

    /// <summary>How many cancel requests are outstanding: those made, less those taken back by <see cref="Uncancel"/>.</summary>
    /// <remarks>It is the only way to tell "I was cancelled" from "what I awaited was cancelled".</remarks>
    public int Cancelling => _cancelling;

    /// <summary>
    /// The task's cancellation as .NET calls understand it: cancelled with the task, renewed after
    /// <see cref="Uncancel"/> has taken back every request.
    /// </summary>
    public CancellationToken CancellationToken
    {
        get
        {
            TaskExtras extras = Extras;
            if (extras.TokenSource is null)
            {
                extras.TokenSource = new CancellationTokenSource();
                if (_cancelling > 0 || IsCancelled || IsScopeCancelled)
                {
                    extras.TokenSource.Cancel();
                }
            }

            return extras.TokenSource.Token;
        }
    }

    /// <summary>Asks the task to end: a <see cref="CancelledException"/> is thrown at what it awaits.</summary>
    /// <param name="message">A message for the exception.</param>
    /// <returns>False if the task is done already.</returns>
    /// <remarks>
    /// The request travels at once: a future that the task awaits is cancelled now, a task that it awaits is asked to end
    /// in turn. A task that runs, or waits in the ready queue, gets the exception at its next suspension. A .NET task
    /// that it awaits cannot be interrupted; pass it <see cref="Asyncio.CancellationToken"/>.
    /// </remarks>
    public override bool Cancel(string? message = null)
    {
        Loop.CheckAccess();
        if (IsDone)
        {
            return base.Cancel(message);
        }

        // Down the chain of tasks that await tasks: a loop, because chains can be long, and they can be circular.
        HashSet<LoopTask>? passed = null;
        LoopTask task = this;
        for (int length = 0; task.RequestCancel(message) is { } awaited; length++)
        {
            if (length > LongChain && !(passed ??= []).Add(task))
            {
                task.BreakCircle(awaited, message);
                break;
            }

            task = awaited;
        }

        return true;
    }

    /// <summary>Takes back one cancel request.</summary>
    /// <returns>How many remain.</returns>
    /// <remarks>At 0, a request that was not delivered yet is withdrawn, and the cancellation token is renewed.</remarks>
    public int Uncancel()
    {
        Loop.CheckAccess();
        if (_cancelling == 0)
        {
            return 0;
        }

        UncancelOwnedCalls();
        if (--_cancelling == 0)
        {
            if (ExtrasOrNull is { } extras)
            {
                extras.RequestPending = false;
                RenewToken(extras);
            }

            if (!IsScopeCancelled && ExtrasOrNull is not { IsPolitePending: true })
            {
                _flags &= ~TaskFlags.MustCancel;
            }
        }

        return _cancelling;
    }

    /// <summary>Whether a scope around the task's present place cancels every await.</summary>
    private bool IsScopeCancelled => ExtrasOrNull?.Scope is { CancelsEveryAwait: true };

    /// <summary>Cancels what the task awaits on behalf of a scope: no request of its own, so nothing to take back.</summary>
    /// <param name="message">The scope's reason.</param>
    /// <param name="polite">The scope, if it asks only once.</param>
    internal void CancelForScope(string? message, CancelScope? polite = null)
    {
        if (IsDone)
        {
            return;
        }

        TaskExtras extras = Extras;
        if (polite is not null && extras.Scope is { } scope && !scope.IsReachedBy(polite))
        {
            // It stands in a shield: it is told when it leaves that, unless another request is on its way to it in there.
            if (!extras.IsPolitePending)
            {
                extras.PoliteScope = CancelScope.Outer(extras.PoliteScope, polite);
            }

            return;
        }

        extras.IsRequestTaken &= polite is null;
        if (!CancelWhatIsAwaited(message, forScope: true) || IsScopeCancelled)
        {
            extras.CancelMessage = message;
            _flags |= TaskFlags.MustCancel;
            extras.PoliteScope = CancelScope.Outer(extras.PoliteScope, polite);
        }

        if (extras.TokenSource is { } source)
        {
            TokenCancellation.Cancel(source, this);
            if ((_flags & TaskFlags.MustCancel) == 0)
            {
                RenewToken(extras);
            }
        }
    }

    /// <summary>Whether the task is asked to end, by a request or by a scope.</summary>
    internal bool IsAskedToEnd => _cancelling > 0 || ExtrasOrNull?.Scope is { IsCancelRequested: true };

    /// <summary>Whether a scope around the task's present place is cancelled, and the task was told.</summary>
    internal bool IsToldByScope => ExtrasOrNull is { Scope.IsCancelRequested: true, IsPolitePending: false };

    /// <summary>Whether a scope around the task's present place is cancelled, politely only if it was not told so at the entry.</summary>
    internal bool IsCancelledFromOutside(bool requestedAtEntry) =>
        ExtrasOrNull?.Scope is { } scope && (scope.CancelsEveryAwait || (!requestedAtEntry && scope.IsCancelRequested));

    /// <summary>The task has entered or left a scope, or a scope's shield has changed: what is pending is settled anew.</summary>
    internal void SettleScope()
    {
        TaskExtras extras = Extras;
        if (IsScopeCancelled)
        {
            CancelForScope(extras.Scope!.EffectiveReason);
        }
        else
        {
            if (extras.PoliteScope is { HasExited: true })
            {
                extras.PoliteScope = null;
            }

            if (extras.IsPolitePending)
            {
                if ((_flags & TaskFlags.MustCancel) == 0)
                {
                    CancelForScope(extras.PoliteScope!.Reason, extras.PoliteScope);
                }
                else if (!extras.RequestPending)
                {
                    extras.CancelMessage = extras.PoliteScope!.Reason;
                }
            }
            else if (!extras.RequestPending)
            {
                _flags &= ~TaskFlags.MustCancel;
            }

            RenewToken(extras);
        }
    }

    /// <summary>The pending cancellation is on its way to the await; within a cancelled scope the next await gets one too.</summary>
    private void CancelDelivered()
    {
        _flags &= ~TaskFlags.MustCancel;
        if (ExtrasOrNull is { } extras)
        {
            extras.RequestPending = false;
            if (extras.IsPolitePending)
            {
                extras.PoliteScope = null;
            }

            if (extras.Scope is { CancelsEveryAwait: true })
            {
                _flags |= TaskFlags.MustCancel;
            }
            else
            {
                RenewToken(extras);
            }
        }
    }

    private void RenewToken(TaskExtras extras)
    {
        if (_cancelling == 0 && extras.TokenSource is { IsCancellationRequested: true })
        {
            extras.TokenSource = null;
        }
    }

    /// <summary>Registers one request, and delivers it unless this task awaits another.</summary>
    /// <returns>The task that it awaits, to which the request goes on.</returns>
    private LoopTask? RequestCancel(string? message)
    {
        if (_cancelling < ushort.MaxValue)
        {
            _cancelling++;
        }

        if (Loop.Debug)
        {
            Loop.OnCancelRequested(this);
        }

        LoopTask? awaited = AwaitedTask;
        if (awaited is null && !CancelWhatIsAwaited(message))
        {
            _flags |= TaskFlags.MustCancel;
            if (message is not null || ExtrasOrNull is not null)
            {
                Extras.CancelMessage = message;
                Extras.RequestPending = true;
            }
        }

        if (ExtrasOrNull?.TokenSource is { } source)
        {
            TokenCancellation.Cancel(source, this);
        }

        return awaited;
    }

    /// <summary>The unfinished task that this one is suspended on, if it is one.</summary>
    private LoopTask? AwaitedTask =>
        Wait == WaitKind.None && (_flags & TaskFlags.Injects) == 0 && _waiting is LoopTask { IsDone: false } task ? task : null;

    /// <summary>The future that the task is suspended on; null if it is not, or on something else.</summary>
    internal Future? AwaitedFuture =>
        Wait == WaitKind.None && (_flags & TaskFlags.Injects) == 0 ? _waiting as Future : null;

    /// <summary>Tasks that await each other in a circle can never go on: the request is delivered right here.</summary>
    private void BreakCircle(LoopTask awaited, string? message)
    {
        awaited.RemoveWaiter(this);
        _waiting = new CancelledException(message);
        _flags |= TaskFlags.Injects;
        Loop.Enqueue(this);
    }

    private bool CancelWhatIsAwaited(string? message, bool forScope = false)
    {
        switch (Wait)
        {
            case WaitKind.Timer or WaitKind.TimerDue:
                CancelSleep(message);
                return true;
            case WaitKind.Foreign:
                // What foreign code waits for is cancelled, but whether that ends the foreign wait is up to the foreign code:
                // the request stays pending until the wait has ended, and is dropped only if it ended cancelled.
                CancelOwnedCalls(message, forScope);
                return false;
            default:
                return (_flags & TaskFlags.Injects) == 0 && _waiting is Future future && future.Cancel(message);
        }
    }

    private void CancelSleep(string? message)
    {
        if (Wait == WaitKind.Timer)
        {
            Loop.Timers.Cancel(this);
        }
        else
        {
            _flags |= TaskFlags.StaleTimer;
        }

        Wait = WaitKind.None;
        _waiting = new CancelledException(message);
        _flags |= TaskFlags.Injects;
        Loop.Enqueue(this);
    }

    /// <summary>Whether a cancellation waits for the task's next suspension.</summary>
    internal bool HasPendingCancellation => (_flags & TaskFlags.MustCancel) != 0;

    /// <summary>
    /// Whether foreign code that the task awaits has to be told of the last request, at its next await of Simmer's. Whoever was given the
    /// token may have been told by that.
    /// </summary>
    private bool IsRequestOpen => IsRequestUndelivered && IsUntoldOfRequest;

    /// <summary>The same of a scope's polite request: a cancelled scope's own is thrown at every await.</summary>
    private bool IsPoliteRequestOpen =>
        HasPendingCancellation && ExtrasOrNull is { RequestPending: false, IsPolitePending: true } && IsUntoldOfRequest;

    private bool IsUntoldOfRequest => Wait == WaitKind.Foreign && ExtrasOrNull is { IsRequestTaken: false, TokenSource: null };

    /// <summary>Cancels what foreign code does on this task's behalf.</summary>
    private void CancelOwnedCalls(string? message, bool forScope)
    {
        if (!forScope)
        {
            Extras.IsRequestTaken = false;
        }

        if ((_flags & TaskFlags.ForeignDone) != 0 || ExtrasOrNull?.OwnedCalls is not { Count: > 0 } calls)
        {
            return;
        }

        foreach (IOwnedCall call in calls.ToArray())
        {
            CancelOwnedCall(call, message, forScope);
        }
    }

    private void CancelOwnedCall(IOwnedCall call, string? message, bool forScope)
    {
        if (forScope ? call.CancelForScope(message) : call.CancelForOwner(message))
        {
            Extras.IsRequestTaken = true;
        }
    }

    /// <summary>Foreign code that the task awaits begins a call: it is cancelled where an await of Simmer's would be.</summary>
    internal void CancelIfAsked(IOwnedCall call)
    {
        if (!CancelIfRequested(call) && Wait == WaitKind.Foreign)
        {
            CancelIfScopeIs(call);
        }
    }

    /// <summary>A request that came while foreign code awaited what is not Simmer's is told to the first call of Simmer's that it begins.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool CancelIfRequested(IOwnedCall call)
    {
        bool isRequested = IsRequestOpen;
        if (!isRequested && !IsPoliteRequestOpen)
        {
            return false;
        }

        CancelOwnedCall(call, Extras.CancelMessage, forScope: !isRequested);
        return true;
    }

    internal void CancelIfScopeIs(IOwnedCall call)
    {
        if (IsScopeCancelled)
        {
            CancelOwnedCall(call, Extras.Scope!.EffectiveReason, forScope: true);
        }
    }

    /// <summary>Takes a request back from what foreign code does on this task's behalf too.</summary>
    private void UncancelOwnedCalls()
    {
        if (ExtrasOrNull?.OwnedCalls is not { Count: > 0 } calls)
        {
            return;
        }

        foreach (IOwnedCall call in calls)
        {
            call.UncancelForOwner();
        }
    }

    private CancelledException NewCancelledException() => new(ExtrasOrNull?.CancelMessage);
}
