using System.Diagnostics;
using System.Globalization;

namespace Simmer;

/// <summary>Finds the coroutines that were called and never begun.</summary>
/// <remarks>
/// On a loop the pools tell: a frame that was rented, is not back, and is in no task's await chain when the loop closes was
/// never begun. That costs a call nothing, and tells the method but not the line. In debug mode, and outside a loop, where no pool
/// counts, each call carries a <see cref="CreationTicket"/>.
/// </remarks>
internal static class NeverAwaited
{
    private static readonly OffLoopCalls s_offLoop = new();

    /// <summary>A frame is made outside any loop.</summary>
    internal static void OnMadeOffLoop(Frame frame) =>
        s_offLoop.Add(frame, DebugMode.FromEnvironment ? new StackTrace(fNeedFileInfo: true) : null);

    /// <summary>A frame that was made outside any loop is begun on one.</summary>
    internal static void OnBegun(Frame frame) => s_offLoop.Remove(frame);

    internal static LoopWarning Warning(Type machine, int count, IReadOnlyList<UserCall> callers)
    {
        string name = MethodNames.Qualified(machine);
        SourceLine? declared = callers.Count > 0 || machine.Assembly == typeof(NeverAwaited).Assembly ? null : SourceLines.StartOf(machine);
        UserCall? caller = callers.Count > 0 ? callers[0] : null;
        string where = caller is { File: not null } call
            ? string.Create(CultureInfo.InvariantCulture, $" It was called in {call}.")
            : declared is { } line
                ? string.Create(CultureInfo.InvariantCulture, $" The method is at {line.File}:{line.Line}.")
                : "";
        string times = count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" {count} times");
        string hint = callers.Count > 0 ? "" : " Set SIMMER_DEBUG=1 to see where it was called.";
        return new LoopWarning(
            LoopWarningKind.NeverAwaited,
            $"Coroutine '{name}' was called{times} and never awaited: its body never ran.{where} "
            + $"Write 'await {(name.Contains(' ') ? "" : name)}(…)', make a task of it with CreateTask, or Close() it if it is not wanted.{hint}")
        {
            CallStack = callers.Count > 0 ? UserStack.Format(callers) : null,
            File = caller?.File,
            Line = caller is { File: not null } ? caller?.Line : null,
        };
    }

    /// <summary>
    /// From the finalizer's thread: has the coroutine's loop report it; one that is closed, or closes before it comes to that, reports what it
    /// has kept tickets of. One that was made outside a loop is nobody's: any loop that happens to run would blame its own program.
    /// </summary>
    internal static void ReportFromAnywhere(CreationTicket ticket)
    {
        if (ticket.Loop is { } loop)
        {
            loop.EnqueueFromAnywhere(new Report(ticket));
        }
        else if (ticket.TakeForgotten())
        {
            Write(ticket.ToWarning());
        }
    }

    internal static void Write(LoopWarning warning) => StandardError.Write(warning);

    private sealed class Report(CreationTicket ticket) : LoopItem
    {
        internal override void Run(EventLoop loop)
        {
            if (ticket.TakeForgotten())
            {
                loop.Warn(ticket.ToWarning());
            }
        }

        internal override string Describe() => "report of a coroutine that was never awaited";
    }
}
