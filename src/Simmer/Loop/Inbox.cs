namespace Simmer;

/// <summary>What other threads hand to the loop, and where the idle loop sleeps until something comes.</summary>
/// <remarks>
/// The lock is taken by other threads and by the loop when there is something to take or nothing to do; a busy loop only
/// reads a flag.
/// </remarks>
internal sealed class Inbox
{
    private readonly object _gate = new();
    private List<LoopItem> _items = [];
    private List<LoopItem> _spare = [];
    private volatile bool _hasItems;
    private bool _closed;

    /// <summary>The reactor that the loop sleeps in, or is about to; whoever takes it out wakes it.</summary>
    private EpollReactor? _sleepsIn;

    internal bool HasItems => _hasItems;

    /// <returns>False if the loop is closed and will never take the item.</returns>
    internal bool Add(LoopItem item)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _items.Add(item);
            _hasItems = true;

            // The exchange is a fence between adding an item and looking for a sleeper, as the loop's is between telling that it
            // sleeps and looking for items: one of the two sees the other. Under the lock, because a loop that closes takes
            // it before it disposes of its reactor.
            if (Interlocked.Exchange(ref _sleepsIn, null) is { } reactor)
            {
                reactor.Wake();
            }
            else
            {
                Monitor.Pulse(_gate);
            }

            return true;
        }
    }

    /// <summary>Takes everything that came, oldest first. Valid until the next call.</summary>
    internal List<LoopItem> TakeAll()
    {
        lock (_gate)
        {
            _spare.Clear();
            (_items, _spare) = (_spare, _items);
            _hasItems = false;
            return _spare;
        }
    }

    /// <summary>Sleeps until something comes or the time is over.</summary>
    /// <param name="milliseconds">The time, or <see cref="System.Threading.Timeout.Infinite"/>.</param>
    internal void Wait(int milliseconds)
    {
        lock (_gate)
        {
            if (!_hasItems)
            {
                Monitor.Wait(_gate, milliseconds);
            }
        }
    }

    /// <summary>Polls a reactor, and has what comes here end its wait.</summary>
    internal void WaitIn(EpollReactor reactor, long nanoseconds)
    {
        Interlocked.Exchange(ref _sleepsIn, reactor);
        reactor.Poll(_hasItems ? 0 : nanoseconds);
        Volatile.Write(ref _sleepsIn, null);
    }

    /// <summary>Takes nothing more.</summary>
    /// <returns>What came and was not taken.</returns>
    internal List<LoopItem> Close()
    {
        lock (_gate)
        {
            _closed = true;
            _hasItems = false;
            return _items;
        }
    }
}
