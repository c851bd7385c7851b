namespace Simmer;

/// <summary>One task's wait at a primitive: a place in a <see cref="WaiterLine"/>.</summary>
internal sealed class Waiter : Future<Nothing>
{
    private readonly WaiterLine _line;

    internal Waiter(EventLoop loop, WaiterLine line)
        : base(loop) => _line = line;

    internal Waiter? Next { get; set; }

    internal Waiter? Previous { get; set; }

    /// <summary>Whether it stands in the line still: neither woken nor gone.</summary>
    internal bool IsInLine { get; set; }

    /// <summary>Whether it was woken, so that its task answers for what the wake-up was for.</summary>
    internal bool WasWoken => State == FutureState.Succeeded;

    /// <summary>The primitive that is waited at, for onlookers.</summary>
    internal IPrimitive Primitive => _line.Primitive;

    public override bool Cancel(string? message = null)
    {
        if (!base.Cancel(message))
        {
            return false;
        }

        _line.CountCancelled();
        return true;
    }

    internal override string Describe() => _line.What;

    /// <summary>Awaits the wait itself, and leaves the line when it has ended.</summary>
    internal new WaiterAwaiter GetAwaiter() => new(this);

    /// <summary>The task goes on: with what it waited for, or to throw a cancellation at its await.</summary>
    internal void End(bool cancelled)
    {
        _line.Leave(this);
        if (cancelled)
        {
            Primitive.Abandon(_line, this);
        }
    }
}
