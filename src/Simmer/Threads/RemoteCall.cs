namespace Simmer;

/// <summary>A call from one loop to another: queued there, run there as a task, answered once.</summary>
internal abstract class RemoteCall : LoopItem
{
    /// <summary>The member's loop has ended, so nobody will answer any more. From any thread.</summary>
    internal abstract void CutOff();
}

/// <summary>A call that gives a <typeparamref name="T"/>.</summary>
/// <remarks>
/// It is queued on the member's loop, and its answer on the caller's. Between the two, a cancellation goes after it. Either loop may
/// close meanwhile: the member answers what it has taken note of, whatever happens; an answer to a loop that is closed is dropped.
/// </remarks>
internal sealed class RemoteCall<T> : RemoteCall
{
    private readonly LoopMember _member;
    private readonly EventLoop _caller;
    private readonly Func<EventLoop, LoopTask> _start;
    private readonly Func<LoopTask, T> _result;
    private readonly TaskContext _context = TaskContext.Copy();
    private readonly CallFuture _future;
    private readonly bool _isWithinGroup;
    private LoopTask? _task;
    private int _answers;
    private bool _isCancelRequested;
    private bool _hasCancelledTask;

    internal RemoteCall(LoopMember member, EventLoop caller, Func<EventLoop, LoopTask> start, Func<LoopTask, T> result)
    {
        _member = member;
        _caller = caller;
        _start = start;
        _result = result;
        _future = new CallFuture(this);
        _isWithinGroup = LoopMember.Current is { } current && current.Group == member.Group;
    }

    /// <summary>Sends the call off.</summary>
    internal Future<T> Begin()
    {
        _caller.ExternalWaits++;
        if (!_member.Take(this) || !_member.Loop.EnqueueFromAnywhere(this))
        {
            CutOff();
        }

        return _future;
    }

    /// <summary>On the member's loop: begins the task.</summary>
    internal override void Run(EventLoop loop)
    {
        if (_isCancelRequested)
        {
            AnswerCancelled(null);
            return;
        }

        if (_member.IsEnding)
        {
            // It came when the loop had run for the last time: nobody would see its task to the end.
            CutOff();
            return;
        }

        try
        {
            _task = _context.Run(() => _start(loop));
        }
        catch (Exception error)
        {
            AnswerFailed(error);
            if (error is SystemExitException)
            {
                // A task that begins eagerly brings it here: it leaves the loop, as from any other task.
                throw;
            }

            return;
        }

        _task.AddDoneCallback(TaskEnded);
    }

    internal override void CutOff()
    {
        if (_isWithinGroup && _member.Group.HasEnded)
        {
            // The caller is left over too, and will be cancelled if it was not already.
            AnswerCancelled(null);
        }
        else
        {
            AnswerFailed(Ended());
        }
    }

    internal override string Describe() => $"call to {_member}";

    private void TaskEnded(Future task)
    {
        if (task.IsCancelled)
        {
            if (_member.IsEnding && !_isCancelRequested)
            {
                CutOff();
            }
            else
            {
                AnswerCancelled(task.CancellationMessage);
            }
        }
        else if (task.Exception is { } error)
        {
            AnswerFailed(error);
        }
        else
        {
            T result = _result(_task!);
            Answer(future => future.SetResult(result));
        }
    }

    private void AnswerFailed(Exception error) => Answer(future => future.SetException(error));

    private void AnswerCancelled(string? message) => Answer(future => future.EndCancelled(message));

    private void Answer(Action<CallFuture> answer)
    {
        if (Interlocked.Increment(ref _answers) == 1)
        {
            _member.Forget(this);
            _caller.EnqueueFromAnywhere(new Delivery(this, answer, _hasCancelledTask));
        }
    }

    private void RequestCancel(string? message)
    {
        // On the member's loop, after the call itself.
        _isCancelRequested = true;
        if (_task is null)
        {
            AnswerCancelled(message);
        }
        else
        {
            _hasCancelledTask |= _task.Cancel(message);
        }
    }

    private InvalidOperationException Ended() => new(
        $"The call to {_member} was not answered: its loop has ended or is ending. "
        + "A group serves calls until the main function of every member has ended.");

    /// <summary>What the caller awaits. Cancelling it asks the other loop, which answers.</summary>
    private sealed class CallFuture(RemoteCall<T> call) : Future<T>(call._caller)
    {
        private readonly RemoteCall<T> _call = call;

        internal bool IsCancelRequested { get; private set; }

        internal string? CancelMessage { get; private set; }

        public override bool Cancel(string? message = null)
        {
            Loop.CheckAccess();
            if (IsDone)
            {
                return base.Cancel(message);
            }

            IsCancelRequested = true;
            CancelMessage = message;

            // If that loop is closed, the call was cut off, and the answer is on its way.
            _call._member.Loop.EnqueueFromAnywhere(new CancelRequest(_call, message));
            return true;
        }

        internal void EndCancelled(string? message) => base.Cancel(message);

        internal override string Describe() => _call.Describe();
    }

    private sealed class CancelRequest(RemoteCall<T> call, string? message) : LoopItem
    {
        internal override void Run(EventLoop loop) => call.RequestCancel(message);

        internal override string Describe() => $"cancellation of the {call.Describe()}";
    }

    private sealed class Delivery(RemoteCall<T> call, Action<CallFuture> answer, bool hasCancelledTask) : LoopItem
    {
        internal override void Run(EventLoop loop)
        {
            loop.ExternalWaits--;
            CallFuture future = call._future;
            if (future.IsCancelRequested && !hasCancelledTask)
            {
                // The answer had left before the request came: nobody has been cancelled yet, so the caller is.
                future.EndCancelled(future.CancelMessage);
            }
            else
            {
                answer(future);
            }
        }

        internal override string Describe() => $"answer to the {call.Describe()}";
    }
}
