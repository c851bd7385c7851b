namespace Simmer.Http;

/// <summary>A request and its answer as something that a task does: cancelled with the task that awaits it.</summary>
/// <remarks>
/// It is registered with its owner while a call is pending, and only then. So it follows the cancellation as asyncio does:
/// a task that has got its exception may make other requests while it cleans up.
/// </remarks>
#pragma warning disable CA1001 // A source without a timer or a wait handle has nothing to release, and the answer's reads may use it for ever.
internal sealed class RequestCall(EventLoop loop) : IOwnedCall
#pragma warning restore CA1001
{
    private CancellationTokenSource _source = new();
    private LoopTask? _owner;
    private string? _message;
    private bool _isCancelledByOwner;
    private int _pending;

    internal EventLoop Loop => loop;

    internal CancellationToken Token => _source.Token;

    /// <summary>The token of a read that begins now: that an earlier one was cancelled is not its affair.</summary>
    internal CancellationToken TokenOfRead()
    {
        if (_source.IsCancellationRequested)
        {
            _source = new CancellationTokenSource();
            _isCancelledByOwner = false;
        }

        return _source.Token;
    }

    /// <summary>Whether this thread is the loop's.</summary>
    internal bool IsOnLoop => EventLoop.Current == loop;

    /// <summary>Whether the owner's next suspension is where it is cancelled.</summary>
    internal bool IsAboutToBeCancelled => _owner is { HasPendingCancellation: true };

    /// <summary>A call begins, on the loop.</summary>
    /// <remarks>Its owner is the task that makes it; if foreign code goes on with what a task began, the task before.</remarks>
    internal void Begin()
    {
        if (loop.CurrentTask is { } current && current != _owner)
        {
            if (_pending > 0)
            {
                _owner?.Extras.OwnedCalls!.Remove(this);
                (current.Extras.OwnedCalls ??= []).Add(this);
            }

            _owner = current;
        }

        if (_pending++ == 0 && _owner is { IsDone: false })
        {
            (_owner.Extras.OwnedCalls ??= []).Add(this);
        }

        _owner?.CancelIfAsked(this);
    }

    /// <summary>A call has ended; on the loop.</summary>
    internal void End()
    {
        if (--_pending == 0)
        {
            _owner?.Extras.OwnedCalls?.Remove(this);
        }
    }

    public bool CancelForOwner(string? message)
    {
        _isCancelledByOwner = true;
        _message = message;
        TokenCancellation.Cancel(_source, _owner!);
        return true;
    }

    /// <summary>Has a token of the caller's cancel the request too.</summary>
    internal CancellationTokenRegistration Link(CancellationToken token) =>
        token.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);

    /// <summary>The error as the caller is to see it: of its task, or with its own token.</summary>
    internal OperationCanceledException Translate(OperationCanceledException error, CancellationToken token) =>
        token.IsCancellationRequested ? new TaskCanceledException(error.Message, error, token)
        : _isCancelledByOwner ? new CancelledException(_message, error)
        : error;
}
