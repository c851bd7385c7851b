namespace Simmer;

public partial class LoopTask
{
    /// <summary>The root frame has ended, by a result or an error; the task is done with it.</summary>
    internal virtual void RootFinished(Frame root)
    {
        if (root.State == FrameState.Returned)
        {
            root.Release();
            FinishWithResult();
        }
        else
        {
            FinishWith(TakeError(root));
        }
    }

    private protected static Exception TakeError(Frame root)
    {
        Exception error = ((System.Runtime.ExceptionServices.ExceptionDispatchInfo)root.Link!).SourceException;
        root.Release();
        return error;
    }

    /// <summary>Whether a request to end, not only a scope's, waits for the task's next suspension.</summary>
    private protected bool IsRequestUndelivered =>
        HasPendingCancellation && ExtrasOrNull is not { Scope: not null, RequestPending: false };

    private protected void FinishWithResult()
    {
        if (IsRequestUndelivered)
        {
            // Cancelled right before it ended: the request was never delivered, and the result is lost.
            _flags &= ~TaskFlags.MustCancel;
            Leave();
            FinishCancelled(ExtrasOrNull?.CancelMessage);
        }
        else
        {
            Leave();
            FinishSucceeded();
        }

        Loop.Onlooker?.TaskFinished(this);
    }

    private protected void FinishWith(Exception error)
    {
        Leave();
        if (error is CancelledException || (error is OperationCanceledException && IsAskedToEnd))
        {
            FinishCancelled(error as CancelledException ?? new CancelledException(ExtrasOrNull?.CancelMessage, error));
        }
        else
        {
            FinishFailed(error);
            if (error is SystemExitException)
            {
                MarkRetrieved();
                Loop.Exit(error);
            }
        }

        Loop.Onlooker?.TaskFinished(this);
    }

    private void Leave()
    {
        _frame = null;

        // A coroutine that was begun by hand, by asking its awaiter, and then left alone may have recorded something.
        Loop.SuspensionKind = SuspensionKind.None;
        Loop.Tasks.Remove(this);
    }
}
