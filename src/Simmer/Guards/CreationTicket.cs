using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>
/// What goes with a frame that no pool counts: one that was made outside a loop, or in debug mode. When the frame can no
/// longer be reached and was not begun, nobody will await it.
/// </summary>
/// <remarks>
/// It lives exactly as long as the frame, which knows nothing of it: beginning a coroutine costs nothing. Whether that has
/// happened is asked when both are found unreachable, and when the loop closes or the process ends.
/// </remarks>
internal sealed class CreationTicket
{
    private static readonly ConditionalWeakTable<Frame, CreationTicket> s_tickets = [];
    private readonly Frame _frame;
    private readonly ushort _version;
    private readonly StackTrace? _stack;
    private int _reported;

    private CreationTicket(Frame frame, EventLoop? loop, StackTrace? stack)
    {
        _frame = frame;
        _version = frame.Version;
        _stack = stack;
        Loop = loop;
    }

    ~CreationTicket()
    {
        if (IsForgotten)
        {
            NeverAwaited.ReportFromAnywhere(this);
        }
    }

    /// <summary>The loop it was made on, or null.</summary>
    internal EventLoop? Loop { get; }

    private bool IsForgotten => _frame.State == FrameState.Created && _frame.Version == _version;

    /// <summary>Gives a frame a ticket.</summary>
    /// <param name="list">Where to keep it.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="loop">The loop it was made on, or null.</param>
    /// <param name="stack">Where it was made, if that is known.</param>
    internal static void Attach(TicketList list, Frame frame, EventLoop? loop, StackTrace? stack)
    {
        var ticket = new CreationTicket(frame, loop, stack);

        // The frame may have had one for an earlier call.
        s_tickets.AddOrUpdate(frame, ticket);
        list.Add(ticket);
    }

    /// <summary>Whether the coroutine was never begun, for the first that asks to report it.</summary>
    internal bool TakeForgotten() => IsForgotten && Interlocked.Exchange(ref _reported, 1) == 0;

    internal LoopWarning ToWarning()
    {
        Type machine = _frame.MachineType;
        List<UserCall> callers = _stack is null ? [] : UserStack.CallersOf(machine, _stack);
        return NeverAwaited.Warning(machine, 1, callers);
    }
}
