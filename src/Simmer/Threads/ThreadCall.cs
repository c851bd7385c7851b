namespace Simmer;

/// <summary>A blocking call on a thread: queued, then run there, then brought back to the loop as this item.</summary>
internal abstract class ThreadCall : LoopItem
{
    private const int Queued = 0;
    private const int Running = 1;
    private const int Withdrawn = 2;
    private int _state;

    /// <summary>Called on a thread of the executor.</summary>
    internal void Execute()
    {
        if (Interlocked.CompareExchange(ref _state, Running, Queued) == Queued)
        {
            Call();
        }

        Return();
    }

    /// <summary>Keeps the call from being run, if it was not begun.</summary>
    internal void Withdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Queued);

    private protected abstract void Call();

    private protected abstract void Return();
}

/// <summary>A blocking call that gives a <typeparamref name="T"/>.</summary>
internal sealed class ThreadCall<T> : ThreadCall
{
    private readonly Func<T> _function;
    private readonly ExecutionContext? _context;
    private readonly CallFuture _future;
    private T? _result;
    private Exception? _error;

    internal ThreadCall(EventLoop loop, Func<T> function, ExecutionContext? context)
    {
        _function = function;
        _context = context;
        _future = new CallFuture(loop, this);
    }

    /// <summary>Done when the call has ended; cancelling it withdraws the call or drops its result.</summary>
    internal Future<T> Future => _future;

    internal override void Run(EventLoop loop)
    {
        loop.OnThreadCallEnded();
        if (_future.IsDone)
        {
            return;
        }

        if (_error is not null)
        {
            _future.SetException(_error);
        }
        else
        {
            _future.SetResult(_result!);
        }
    }

    internal override string Describe() => $"call of {MethodNames.Of(_function)} on a thread";

    private protected override void Call()
    {
        if (_context is null)
        {
            CallFunction();
        }
        else
        {
            ExecutionContext.Run(_context, static call => ((ThreadCall<T>)call!).CallFunction(), this);
        }
    }

    private protected override void Return() => _future.Loop.EnqueueFromAnywhere(this);

    private void CallFunction()
    {
        try
        {
            _result = _function();
        }
        catch (Exception error)
        {
            _error = error;
        }
    }

    private sealed class CallFuture(EventLoop loop, ThreadCall<T> call) : Future<T>(loop)
    {
        private readonly ThreadCall<T> _call = call;

        public override bool Cancel(string? message = null)
        {
            _call.Withdraw();
            return base.Cancel(message);
        }

        internal override string Describe() => _call.Describe();
    }
}
