namespace Simmer;

/// <summary>The future of a gather: done when its children are, cancelled by cancelling them.</summary>
internal sealed class GatherFuture<T> : Future<T>
{
    private readonly Future[] _children;
    private readonly Func<Future[], T> _collect;
    private readonly bool _keepsErrors;
    private int _unfinished;
    private bool _cancelRequested;
    private bool _passingOn;

    /// <param name="loop">The loop of the children.</param>
    /// <param name="children">The children, in the order of the results.</param>
    /// <param name="keepsErrors">Whether an error or cancellation of a child is part of the result.</param>
    /// <param name="collect">Makes the result of the finished children.</param>
    internal GatherFuture(EventLoop loop, Future[] children, bool keepsErrors, Func<Future[], T> collect)
        : base(loop)
    {
        _children = children;
        _collect = collect;
        _keepsErrors = keepsErrors;
        _unfinished = children.Length;
        if (children.Length == 0)
        {
            SetResult(collect(children));
            return;
        }

        foreach (Future child in children)
        {
            if (!child.IsDone)
            {
                child.AddWaiter(new ChildDone(this, child));
            }
        }

        // Children that were done before do not cost an iteration.
        foreach (Future child in children)
        {
            if (child.IsDone)
            {
                OnChildDone(child);
            }
        }
    }

    internal IReadOnlyList<Future> Children => _children;

    internal override IEnumerable<Future> CompletedBy => _children;

    public override bool Cancel(string? message = null)
    {
        Loop.CheckAccess();
        if (IsDone)
        {
            // Unlike other futures: whoever cancels a gather too late has not thereby seen its error.
            return false;
        }

        if (_passingOn)
        {
            // A child awaits this very gather: the circle ends here.
            return false;
        }

        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        _passingOn = true;
        bool any = false;
        foreach (Future child in _children)
        {
            any |= child.Cancel(message);
        }

        _passingOn = false;

        // The gather itself ends only when the children have, with the exception that cancelled them.
        _cancelRequested |= any;
        return any;
    }

    internal override string Describe() => $"Gather of {_children.Length}";

    private void OnChildDone(Future child)
    {
        _unfinished--;
        if (IsDone)
        {
            child.MarkRetrieved();
            return;
        }

        if (!_keepsErrors && child.State != FutureState.Succeeded)
        {
            SetException(Error(child));
            return;
        }

        if (_unfinished > 0)
        {
            return;
        }

        if (_cancelRequested)
        {
            foreach (Future other in _children)
            {
                other.MarkRetrieved();
            }

            // The last of them in the order given, not the last to end, has the message, as in asyncio.
            Future last = _children[^1];
            SetException(last.IsCancelled ? Error(last) : new CancelledException((last as LoopTask)?.ExtrasOrNull?.CancelMessage));
        }
        else
        {
            Collect();
        }
    }

    private void Collect()
    {
        T results;
        try
        {
            results = _collect(_children);
        }
        catch (Exception error)
        {
            SetException(error);
            return;
        }

        SetResult(results);
    }

    private static Exception Error(Future child)
    {
        try
        {
            return child.Exception!;
        }
        catch (CancelledException cancelled)
        {
            return cancelled;
        }
    }

    private sealed class ChildDone(GatherFuture<T> gather, Future child) : LoopItem
    {
        internal override void Run(EventLoop loop) => gather.OnChildDone(child);

        internal override Future? OnBehalfOf => gather;

        internal override string Describe() => gather.Describe();
    }
}
