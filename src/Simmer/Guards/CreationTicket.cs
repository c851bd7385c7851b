using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Simmer;

/// <summary>
/// What a frame that no pool counts carries until it is begun: one that was made outside a loop, or in debug mode. When it
/// can no longer be reached and was not begun, nobody will await it.
/// </summary>
/// <remarks>
/// It hangs on <see cref="Frame.Link"/>, which a frame needs only once it is begun: so beginning costs nothing, it just
/// overwrites the ticket. Whether that has happened is asked when the ticket is found unreachable, and when the loop closes or
/// the process ends.
/// </remarks>
internal sealed class CreationTicket
{
    private readonly Frame _frame;
    private readonly StackTrace? _stack;
    private int _reported;

    private CreationTicket(Frame frame, EventLoop? loop, StackTrace? stack)
    {
        _frame = frame;
        _stack = stack;
        Loop = loop;
    }

    ~CreationTicket()
    {
        if (TakeForgotten())
        {
            NeverAwaited.ReportFromAnywhere(this);
        }
    }

    /// <summary>The loop it was made on, or null.</summary>
    internal EventLoop? Loop { get; }

    private bool IsForgotten => _frame.State == FrameState.Created && ReferenceEquals(_frame.Link, this);

    internal static CreationTicket Attach(Frame frame, EventLoop? loop, bool withStack)
    {
        var ticket = new CreationTicket(frame, loop, withStack ? new StackTrace(2, fNeedFileInfo: true) : null);
        frame.Link = ticket;
        return ticket;
    }

    /// <summary>The coroutine is begun: there is nothing to find out any more.</summary>
    [SuppressMessage("Usage", "CA1816", Justification = "The finalizer only looks whether it is needed.")]
    internal void Settle() => GC.SuppressFinalize(this);

    /// <summary>Whether the coroutine was never begun, for the first that asks to report it.</summary>
    internal bool TakeForgotten() => IsForgotten && Interlocked.Exchange(ref _reported, 1) == 0;

    internal LoopWarning ToWarning()
    {
        Type machine = _frame.MachineType;
        List<UserCall> callers = _stack is null ? [] : UserStack.CallersOf(machine, _stack);
        return NeverAwaited.Warning(machine, 1, callers);
    }
}
