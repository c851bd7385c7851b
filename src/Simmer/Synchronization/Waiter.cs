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
    internal object Primitive => _line.Primitive;

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
}
