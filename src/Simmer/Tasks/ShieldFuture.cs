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
        inner.AddWaiter(_follower);
    }

    internal Future Inner { get; }

    public override bool Cancel(string? message = null)
    {
        bool cancelled = base.Cancel(message);
        if (cancelled && !Inner.IsDone)
        {
            // One reporter an inner future, however many shields around it were cancelled.
            Inner.RemoveWaiter(_follower);
            if (Inner.LastWaiter is not LateErrorReporter)
            {
                Inner.AddWaiter(new LateErrorReporter(Inner));
            }
        }

        return cancelled;
    }

    internal override string Describe() => $"Shield of {(Inner is LoopTask ? Inner.Describe() : "a future")}";

    private void InnerDone()
    {
        if (IsDone)
        {
            Inner.MarkRetrieved();
        }
        else if (Inner.IsCancelled)
        {
            base.Cancel(null);
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

    private sealed class Follower(ShieldFuture<T> shield) : LoopItem
    {
        internal override void Run(EventLoop loop) => shield.InnerDone();

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
