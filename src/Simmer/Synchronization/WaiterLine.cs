using System.Diagnostics;

namespace Simmer;

/// <summary>The tasks that wait at a primitive, first in, first out.</summary>
/// <remarks>
/// Invariants:
/// <list type="bullet">
/// <item>A waiter joins once and leaves once, in the step of its own task that ends the wait.</item>
/// <item>A woken waiter is out of the line at once but counts as <see cref="Woken"/> until its task runs; in between,
/// what it was woken for is promised to it.</item>
/// <item>A cancelled waiter keeps its place until its task runs, but no longer counts as <see cref="Waiting"/>.</item>
/// <item>Every operation is O(1), amortized: a waiter is passed over once.</item>
/// </list>
/// </remarks>
internal sealed class WaiterLine(IPrimitive primitive, string verb)
{
    private Waiter? _first;
    private Waiter? _last;

    internal IPrimitive Primitive => primitive;

    /// <summary>The wait as messages show it: <c>AsyncLock.Acquire</c>.</summary>
    internal string What
    {
        get
        {
            string type = primitive.GetType().Name;
            int arity = type.IndexOf('`', StringComparison.Ordinal);
            return $"{(arity < 0 ? type : type[..arity])}.{verb}";
        }
    }

    /// <summary>How many wait, neither woken nor cancelled.</summary>
    internal int Waiting { get; private set; }

    /// <summary>How many were woken and have not run yet.</summary>
    internal int Woken { get; private set; }

    /// <summary>Whether somebody is before a newcomer.</summary>
    internal bool IsOccupied => Waiting + Woken > 0;

    internal Waiter Join(EventLoop loop)
    {
        var waiter = new Waiter(loop, this) { Previous = _last, IsInLine = true };
        if (_last is null)
        {
            _first = waiter;
        }
        else
        {
            _last.Next = waiter;
        }

        _last = waiter;
        Waiting++;
        return waiter;
    }

    /// <summary>Ends a wait, however it ended.</summary>
    internal void Leave(Waiter waiter)
    {
        if (waiter.IsInLine)
        {
            Unlink(waiter);
        }

        if (waiter.WasWoken)
        {
            Woken--;
        }
        else if (!waiter.IsDone)
        {
            Waiting--;
        }
    }

    /// <summary>Wakes whoever waits longest.</summary>
    /// <returns>False if nobody waits.</returns>
    internal bool WakeNext()
    {
        while (_first is { } waiter)
        {
            Unlink(waiter);
            if (!waiter.IsDone)
            {
                Wake(waiter);
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Wakes the head of the line, unless one is woken already. If the head was cancelled, its task will run and pass
    /// the wake-up on: waking the next one at once would have it run an iteration earlier than under asyncio.
    /// </summary>
    internal void WakeHead()
    {
        if (Woken == 0 && _first is { IsDone: false } waiter)
        {
            Unlink(waiter);
            Wake(waiter);
        }
    }

    internal void WakeAll()
    {
        while (WakeNext())
        {
        }
    }

    internal void CountCancelled() => Waiting--;

    private void Wake(Waiter waiter)
    {
        Waiting--;
        Woken++;
        waiter.SetResult(default);
    }

    private void Unlink(Waiter waiter)
    {
        Debug.Assert(waiter.IsInLine, "A waiter is taken out once.");
        if (waiter.Previous is null)
        {
            _first = waiter.Next;
        }
        else
        {
            waiter.Previous.Next = waiter.Next;
        }

        if (waiter.Next is null)
        {
            _last = waiter.Previous;
        }
        else
        {
            waiter.Next.Previous = waiter.Previous;
        }

        waiter.Previous = null;
        waiter.Next = null;
        waiter.IsInLine = false;
    }
}
