using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>The tickets that were given out, as long as they live.</summary>
internal sealed class TicketList
{
    private readonly Lock _gate = new();
    private readonly List<WeakGCHandle<CreationTicket>> _tickets = [];
    private int _compactAt = 64;

    internal void Add(CreationTicket ticket)
    {
        lock (_gate)
        {
            if (_tickets.Count >= _compactAt)
            {
                _tickets.RemoveAll(static handle =>
                {
                    bool gone = !handle.TryGetTarget(out _);
                    if (gone)
                    {
                        handle.Dispose();
                    }

                    return gone;
                });
                _compactAt = Math.Max(64, _tickets.Count * 2);
            }

            // Found until its memory is reclaimed: what is garbage when the loop closes may not have been finalized yet.
            _tickets.Add(new WeakGCHandle<CreationTicket>(ticket, trackResurrection: true));
        }
    }

    /// <summary>Takes those whose coroutine was never begun, oldest first.</summary>
    internal List<CreationTicket> TakeForgotten()
    {
        var forgotten = new List<CreationTicket>();
        lock (_gate)
        {
            foreach (WeakGCHandle<CreationTicket> handle in _tickets)
            {
                if (handle.TryGetTarget(out CreationTicket? ticket) && ticket.TakeForgotten())
                {
                    forgotten.Add(ticket);
                }

                handle.Dispose();
            }

            _tickets.Clear();
        }

        return forgotten;
    }
}
