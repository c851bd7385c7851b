namespace Simmer;

public partial class LoopTask
{
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
                if (_cancelling > 0 || IsCancelled)
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

        _cancelling++;
        bool delivered = CancelWhatIsAwaited(message);
        if (!delivered)
        {
            _flags |= TaskFlags.MustCancel;
            if (message is not null || ExtrasOrNull is not null)
            {
                Extras.CancelMessage = message;
            }
        }

        if (ExtrasOrNull?.TokenSource is { } source)
        {
            CancelToken(source);
        }

        return true;
    }

    /// <summary>Takes back one cancel request.</summary>
    /// <returns>How many remain.</returns>
    /// <remarks>At 0, a request that was not delivered yet is withdrawn, and the cancellation token is renewed.</remarks>
    public int Uncancel()
    {
        Loop.CheckAccess();
        if (_cancelling > 0 && --_cancelling == 0)
        {
            _flags &= ~TaskFlags.MustCancel;
            if (ExtrasOrNull?.TokenSource is { IsCancellationRequested: true })
            {
                Extras.TokenSource = null;
            }
        }

        return _cancelling;
    }

    /// <summary>Makes the next suspension deliver a cancellation, without a new request.</summary>
    internal void RequestDeliveryAgain() => _flags |= TaskFlags.MustCancel;

    private bool CancelWhatIsAwaited(string? message)
    {
        switch (Wait)
        {
            case WaitKind.Timer or WaitKind.TimerDue:
                CancelSleep(message);
                return true;
            case WaitKind.Foreign:
                return (_flags & TaskFlags.ForeignDone) == 0 && CancelBridges(message);
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

    /// <summary>Cancels what foreign code awaits on this task's behalf.</summary>
    private bool CancelBridges(string? message)
    {
        if (ExtrasOrNull?.Bridges is not { Count: > 0 } bridges)
        {
            return false;
        }

        bool cancelled = false;
        foreach (Bridge bridge in bridges.ToArray())
        {
            cancelled |= bridge.Cancel(message);
        }

        return cancelled;
    }

    private void CancelToken(CancellationTokenSource source)
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
            Loop.CallExceptionHandler(new ExceptionContext("Exception in a callback of Asyncio.CancellationToken")
            {
                Exception = errors.InnerExceptions.Count == 1 ? errors.InnerException : errors,
                Task = this,
            });
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private CancelledException NewCancelledException() => new(ExtrasOrNull?.CancelMessage);
}
