using System.Diagnostics;

namespace Simmer;

/// <summary>The coroutines that were called outside any loop and may not be begun yet.</summary>
/// <remarks>
/// Most are begun at once, by <see cref="Asyncio.Run(Coroutine, RunnerOptions?)"/>. So the last few are kept as they are, and
/// only one that outlasts them gets a <see cref="CreationTicket"/>, which is dearer. What is left when the process ends
/// is reported then.
/// </remarks>
internal sealed class OffLoopCalls
{
    private const int Most = 64;
    private readonly Lock _gate = new();
    private readonly List<(Frame Frame, ushort Version, StackTrace? Stack)> _young = new(Most);
    private readonly TicketList _old = new();
    private bool _watchesExit;

    internal void Add(Frame frame, StackTrace? stack)
    {
        lock (_gate)
        {
            if (!_watchesExit)
            {
                _watchesExit = true;
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Report();
            }

            if (_young.Count == Most)
            {
                GiveTickets();
            }

            _young.Add((frame, frame.Version, stack));
        }
    }

    /// <summary>A coroutine is begun: whoever keeps its frame would keep its loop.</summary>
    internal void Remove(Frame frame)
    {
        lock (_gate)
        {
            int index = _young.FindLastIndex(call => call.Frame == frame);
            if (index >= 0)
            {
                _young.RemoveAt(index);
            }
        }
    }

    private void Report()
    {
        lock (_gate)
        {
            GiveTickets();
        }

        foreach (CreationTicket ticket in _old.TakeForgotten())
        {
            NeverAwaited.Write(ticket.ToWarning());
        }
    }

    private void GiveTickets()
    {
        foreach ((Frame frame, ushort version, StackTrace? stack) in _young)
        {
            if (frame.State == FrameState.Created && frame.Version == version)
            {
                CreationTicket.Attach(_old, frame, null, stack);
            }
        }

        _young.Clear();
    }
}
