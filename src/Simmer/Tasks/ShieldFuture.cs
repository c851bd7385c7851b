namespace Simmer;

/// <summary>Follows another future, and shields it from being cancelled.</summary>
internal sealed class ShieldFuture<T> : Future<T>
{
    private readonly Follower _follower;

    internal ShieldFuture(Future inner)
        : base(inner.Loop)
    {
        Inner = inner;
        _follower = new Follower(this);
        if (inner.PeekError() is not null)
        {
            // asyncio gives back the inner future then: who sees the error of this sees that of the inner one, and not before.
            FinishFailedAs(inner);
        }
        else if (inner.IsDone)
        {
            // As above: awaiting this must not take an iteration either.
            InnerDone(inner.IsCancelled ? inner.TakeCancelledException() : null);
        }
        else
        {
            inner.AddWaiter(_follower);
            AddWaiter(new Parting(this));
        }
    }

    internal Future Inner { get; }

    internal override IEnumerable<Future> CompletedBy => [Inner];

    internal override string Describe() => $"Shield of {(Inner is LoopTask ? Inner.Describe() : "a future")}";

    private void InnerDone(CancelledException? cancelled)
    {
        if (IsDone)
        {
            // Cancelled just before: an error is nobody's, and reported as such.
            return;
        }

        if (Inner.IsCancelled)
        {
            FinishCancelled(cancelled);
        }
        else if (Inner.Exception is { } error)
        {
            SetException(error);
        }
        else
        {
            SetResult(typeof(T) == typeof(Nothing) ? default! : Inner.ResultAs<T>());
        }
    }

    private void Part()
    {
        if (!Inner.IsDone)
        {
            // One reporter an inner future, however many shields around it were cancelled.
            Inner.RemoveWaiter(_follower);
            if (Inner.LastWaiter is not LateErrorReporter)
            {
                Inner.AddWaiter(new LateErrorReporter(Inner));
            }
        }
    }

    /// <summary>Stops following once the shield is done: a callback of its own, which takes an iteration as asyncio's does.</summary>
    private sealed class Parting(ShieldFuture<T> shield) : LoopItem
    {
        internal override void Run(EventLoop loop) => shield.Part();

        internal override string Describe() => shield.Describe();
    }

    private sealed class Follower(ShieldFuture<T> shield) : LoopItem
    {
        internal override void Run(EventLoop loop) => shield.InnerDone(null);

        internal override Future? OnBehalfOf => shield;

        internal override string Describe() => shield.Describe();
    }
}

/// <summary>Reports the error of a shielded future whose shield was cancelled: nobody else will see it.</summary>
internal sealed class LateErrorReporter(Future inner) : LoopItem
{
    internal override void Run(EventLoop loop)
    {
        if (inner.TakeErrorToReport() is { } error)
        {
            loop.CallExceptionHandler(new ExceptionContext($"{error.GetType().Name} exception in shielded future")
            {
                Exception = error,
                Future = inner,
            });
        }
    }

    internal override string Describe() => "error reporter of a shield";
}
