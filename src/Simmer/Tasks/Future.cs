using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>A result that is not there yet: what callbacks and tasks wait for.</summary>
/// <remarks>
/// <para>Completing a future never runs anything inline: its callbacks and waiting tasks are put on the loop's ready
/// queue, in the order in which they came, and run in the next iteration. Awaiting a future that is done does not
/// yield.</para>
/// <para>Cancelling a task cancels the future it awaits; put <see cref="Asyncio.Shield{T}(IAwaitable{T})"/> around it
/// to keep it. An error that nobody retrieved (by awaiting, <see cref="Exception"/> or <see cref="GetResult"/>) is
/// reported to the loop's exception handler.</para>
/// <para>A future belongs to one loop and is not thread-safe; from another thread, use
/// <see cref="EventLoop.CallSoonThreadsafe(Action, TaskContext?)"/>.</para>
/// <para>Semantics: <c>asyncio.Future</c>.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class Future : LoopItem, IAwaitable
{
    private readonly EventLoop _loop;
    private object? _payload;
    private FutureState _state;

    // These two are a task's, kept here because they fit the gap that every future has behind its state.
    private protected TaskFlags _flags;
    private protected ushort _cancelling;

    private protected Future(EventLoop loop)
    {
        _loop = loop;
        if (loop.Debug)
        {
            loop.RecordCreation(this);
        }
    }

    /// <summary>The loop this future belongs to.</summary>
    public EventLoop Loop => _loop;

    /// <summary>Whether it has a result, failed, or was cancelled.</summary>
    public bool IsDone => _state != FutureState.Pending;

    /// <summary>Whether it was cancelled.</summary>
    public bool IsCancelled => _state == FutureState.Cancelled;

    /// <summary>The error it failed with, or null if it has a result. Reading it marks the error retrieved.</summary>
    /// <exception cref="InvalidStateException">It is not done.</exception>
    /// <exception cref="CancelledException">It was cancelled.</exception>
    public Exception? Exception
    {
        get
        {
            switch (_state)
            {
                case FutureState.Succeeded:
                    return null;
                case FutureState.Failed:
                    return Failure.Retrieve();
                case FutureState.Cancelled:
                    throw TakeCancelledException();
                default:
                    throw new InvalidStateException($"Exception is not set: {this} is not done.");
            }
        }
    }

    /// <summary>Where it was made, in debug mode; else null.</summary>
    public StackTrace? CreationStack => _loop.CreationStackOf(this);

    internal FutureState State => _state;

    private FailureRecord Failure => Unsafe.As<FailureRecord>(_payload!);

    /// <summary>Cancels it: callbacks and waiting tasks are scheduled, the awaiters get a <see cref="CancelledException"/>.</summary>
    /// <param name="message">A message for the exception.</param>
    /// <returns>False, and nothing changed, if it was done already.</returns>
    public virtual bool Cancel(string? message = null)
    {
        _loop.CheckAccess();
        if (_state != FutureState.Pending)
        {
            if (_state == FutureState.Failed)
            {
                Failure.MarkRetrieved();
            }

            return false;
        }

        FinishCancelled(message);
        return true;
    }

    /// <summary>Has <paramref name="callback"/> called on the loop when this future is done.</summary>
    /// <param name="callback">Called with this future. An error in it goes to the loop's exception handler.</param>
    /// <param name="context">The context to call it in; null for a copy of the current one.</param>
    /// <remarks>On a future that is done, it is scheduled at once, never called inline.</remarks>
    public void AddDoneCallback(Action<Future> callback, TaskContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(callback);
        AddWaiter(new DoneCallback(this, callback, _loop.ContextFor(context)));
    }

    /// <summary>Removes every registration of <paramref name="callback"/>.</summary>
    /// <param name="callback">The callback to remove.</param>
    /// <returns>How many registrations were removed: 0 once the future is done.</returns>
    public int RemoveDoneCallback(Action<Future> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _loop.CheckAccess();
        return _state == FutureState.Pending
            ? WaiterList.Remove(ref _payload, item => item is DoneCallback done && done.Is(callback))
            : 0;
    }

    /// <summary>Throws if the future failed or was cancelled; returns if it has a result.</summary>
    /// <exception cref="InvalidStateException">It is not done.</exception>
    /// <exception cref="CancelledException">It was cancelled.</exception>
    [StackTraceHidden]
    public void GetResult()
    {
        if (_state != FutureState.Succeeded)
        {
            ThrowUnsuccessful();
        }
    }

    /// <summary>What <c>await</c> uses. Not for direct calls.</summary>
    /// <returns>The awaiter.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public FutureAwaiter GetAwaiter() => new(this);

    /// <inheritdoc/>
    public override string ToString() => $"<{Describe()} {StateName}>";

    LoopTask? IAwaitable.Runner => null;

    Future IAwaitable.ToFuture(EventLoop loop) => _loop == loop ? this : throw LoopErrors.OtherLoopArgument(this);

    internal virtual string StateName => _state switch
    {
        FutureState.Pending => "pending",
        FutureState.Cancelled => "cancelled",
        FutureState.Failed => $"finished exception={Failure.Error.GetType().Name}",
        _ => "finished",
    };

    internal override string Describe() => "Future";

    /// <summary>A plain future is never queued itself: its waiters are.</summary>
    internal override void Run(EventLoop loop) => throw new UnreachableException();

    /// <summary>The result, if this future's awaits give a <typeparamref name="T"/>; throws as an await does.</summary>
    [StackTraceHidden]
    internal T ResultAs<T>()
    {
        if (_state != FutureState.Succeeded)
        {
            ThrowUnsuccessful();
        }

        return this is LoopTask<T> task ? task.Value!
            : this is Future<T> future ? future.Value!
            : (T)BoxedValue!;
    }

    /// <summary>The result for one who sees it as a base type: <see cref="IAwaitable{T}"/> is covariant.</summary>
    private protected virtual object? BoxedValue => throw new UnreachableException();

    /// <summary>The error without marking it retrieved; null unless failed.</summary>
    internal Exception? PeekError() => _state == FutureState.Failed ? Failure.Error : null;

    /// <summary>The error, for the first that asks to report it; marks it retrieved.</summary>
    internal Exception? TakeErrorToReport() => _state == FutureState.Failed ? Failure.TakeToReport() : null;

    /// <summary>Marks a failure as somebody's business.</summary>
    internal void MarkRetrieved()
    {
        if (_state == FutureState.Failed)
        {
            Failure.MarkRetrieved();
        }
    }

    /// <summary>Has a task or a callback put on the ready queue when this future is done.</summary>
    internal void AddWaiter(LoopItem waiter)
    {
        _loop.CheckAccess();
        if (_state == FutureState.Pending)
        {
            WaiterList.Add(ref _payload, waiter);
        }
        else
        {
            _loop.Enqueue(waiter);
        }
    }

    /// <summary>The last that came to wait for this future.</summary>
    internal LoopItem? LastWaiter => _state == FutureState.Pending ? WaiterList.Last(_payload) : null;

    internal void RemoveWaiter(LoopItem waiter)
    {
        if (_state == FutureState.Pending)
        {
            WaiterList.Remove(ref _payload, item => ReferenceEquals(item, waiter));
        }
    }

    /// <summary>The futures that alone complete this one; null if anybody can.</summary>
    internal virtual IEnumerable<Future>? CompletedBy => null;

    /// <summary>What waits for this future, oldest first.</summary>
    internal IEnumerable<LoopItem> Waiters() =>
        _state == FutureState.Pending ? WaiterList.Enumerate(_payload) : [];

    /// <summary>Makes a future that is done pending again: for one that nobody but its single waiter can reach.</summary>
    private protected void Rearm()
    {
        Debug.Assert(_state is FutureState.Succeeded or FutureState.Cancelled, "Only what is done can be used again.");
        _payload = null;
        _state = FutureState.Pending;
    }

    private protected void FinishSucceeded() => Finish(FutureState.Succeeded, null);

    private protected void FinishFailed(Exception error) =>
        Finish(FutureState.Failed, _loop.Failures.Add(this, error));

    /// <summary>Fails as another future has: whoever sees the one error has seen the other.</summary>
    private protected void FinishFailedAs(Future other) => Finish(FutureState.Failed, other.Failure);

    /// <param name="reason">The exception to hand to the first awaiter, or the message for one, or null.</param>
    private protected void FinishCancelled(object? reason) => Finish(FutureState.Cancelled, reason);

    private protected void ThrowIfDone()
    {
        _loop.CheckAccess();
        if (_state != FutureState.Pending)
        {
            throw new InvalidStateException($"{this} is done: its result or error was set before, or it was cancelled.");
        }
    }

    private void Finish(FutureState state, object? payload)
    {
        Debug.Assert(_state == FutureState.Pending, "A future is done once.");
        object? waiters = _payload;
        _payload = payload;
        _state = state;
        if (waiters is not null)
        {
            WaiterList.Schedule(waiters, this, _loop);
        }
    }

    [StackTraceHidden]
    private void ThrowUnsuccessful()
    {
        switch (_state)
        {
            case FutureState.Failed:
                Failure.Throw();
                break;
            case FutureState.Cancelled:
                throw TakeCancelledException();
            default:
                throw new InvalidStateException($"Result is not set: {this} is not done. Await it first.");
        }
    }

    /// <summary>The exception of the cancellation: the very one for the first taker, a fresh one for later takers.</summary>
    internal CancelledException TakeCancelledException()
    {
        if (_payload is CancelledException first)
        {
            _payload = null;
            return first;
        }

        return new CancelledException((string?)_payload);
    }

    /// <summary>The message of the cancellation, or null.</summary>
    internal string? CancellationMessage => _payload switch
    {
        CancelledException exception => exception.CancelMessage,
        string message => message,
        _ => null,
    };
}
