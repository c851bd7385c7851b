using System.Diagnostics;

namespace Simmer;

/// <summary>One direction of a channel: whether a call may succeed now, and who waits until it may.</summary>
/// <remarks>
/// At most one waits: an <see cref="IoWait"/> of a task, or an item that is put on the ready queue. While it waits it counts as
/// one of the loop's <see cref="EventLoop.ExternalWaits"/>.
/// </remarks>
internal sealed class IoDirection(EventLoop loop)
{
    private LoopItem? _waiter;

    /// <summary>Whether a call is worth a try. True until a call would have blocked, and again after a signal.</summary>
    internal bool IsReady { get; set; } = true;

    internal bool HasWaiter => _waiter is not null;

    internal EventLoop Loop => loop;

    /// <summary>Whether this is what waits.</summary>
    internal bool IsAwaitedBy(LoopItem item) => ReferenceEquals(_waiter, item);

    internal void Add(LoopItem waiter)
    {
        Debug.Assert(_waiter is null, "One waits at a time.");
        _waiter = waiter;
        loop.ExternalWaits++;
    }

    /// <summary>Ends a wait that is no longer wanted.</summary>
    internal void Remove(LoopItem waiter)
    {
        if (ReferenceEquals(_waiter, waiter))
        {
            _waiter = null;
            loop.ExternalWaits--;
        }
    }

    /// <summary>The loop is closed: nobody will signal this any more.</summary>
    internal void Drop()
    {
        if (_waiter is { } waiter)
        {
            Remove(waiter);
            waiter.Drop();
        }
    }

    /// <summary>A call may succeed now, or fail: whoever waits goes on in this or the next iteration.</summary>
    internal void Signal()
    {
        IsReady = true;
        if (_waiter is { } waiter)
        {
            _waiter = null;
            loop.ExternalWaits--;
            if (waiter is IoWait wait)
            {
                wait.Complete();
            }
            else
            {
                loop.Enqueue(waiter);
            }
        }
    }
}
