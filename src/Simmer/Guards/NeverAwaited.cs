using System.Globalization;
using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>Finds the coroutines that were called and never begun.</summary>
/// <remarks>
/// On a loop the pools tell: a frame that was rented, is not back, and is in no task's await chain when the loop closes was
/// never begun. That costs a call nothing, and tells the method but not the line. In debug mode, and outside a loop, where no pool
/// counts, each call carries a <see cref="CreationTicket"/>.
/// </remarks>
internal static class NeverAwaited
{
    private static readonly TicketList s_offLoop = new();
    private static int s_watchesExit;

    /// <summary>A frame is made outside any loop.</summary>
    internal static void OnMadeOffLoop(Frame frame)
    {
        if (Interlocked.Exchange(ref s_watchesExit, 1) == 0)
        {
            AppDomain.CurrentDomain.ProcessExit += static (_, _) => ReportOffLoop();
        }

        s_offLoop.Add(CreationTicket.Attach(frame, null, DebugMode.FromEnvironment));
    }

    internal static LoopWarning Warning(Type machine, int count, IReadOnlyList<UserCall> callers)
    {
        string name = MethodNames.Qualified(machine);
        SourceLine? declared = callers.Count > 0 ? null : SourceLines.StartOf(machine);
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
    /// From the finalizer's thread: has the coroutine's loop report it. One that was made outside a loop is nobody's: any loop
    /// that happens to run would blame its own program.
    /// </summary>
    internal static void ReportFromAnywhere(CreationTicket ticket)
    {
        if (ticket.Loop is not { } loop || !loop.EnqueueFromAnywhere(new Report(ticket)))
        {
            Write(ticket.ToWarning());
        }
    }

    private static void ReportOffLoop()
    {
        foreach (CreationTicket ticket in s_offLoop.TakeForgotten())
        {
            Write(ticket.ToWarning());
        }
    }

    private static void Write(LoopWarning warning) => Console.Error.WriteLine(warning);

    private sealed class Report(CreationTicket ticket) : LoopItem
    {
        internal override void Run(EventLoop loop) => loop.Warn(ticket.ToWarning());

        internal override string Describe() => "report of a coroutine that was never awaited";
    }
}

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

            _tickets.Add(new WeakGCHandle<CreationTicket>(ticket));
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
