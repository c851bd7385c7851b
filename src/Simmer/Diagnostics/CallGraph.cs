using System.Globalization;
using System.Text;

namespace Simmer;

/// <summary>One call of an await chain.</summary>
/// <param name="Method">The name of the method.</param>
/// <param name="File">The source file of the await at which it stands; null where no PDB tells.</param>
/// <param name="Line">The line of that await, from 1; null where no PDB tells.</param>
public sealed record FrameCallGraphEntry(string Method, string? File, int? Line);

/// <summary>A future or task, where it stands, and who awaits it.</summary>
/// <param name="Future">The future or task.</param>
/// <param name="CallStack">The await chain of the task, innermost call first; empty for a plain future.</param>
/// <param name="AwaitedBy">What waits for it.</param>
/// <remarks><c>asyncio.FutureCallGraph</c> of Python 3.14.</remarks>
public sealed record FutureCallGraph(
    Future Future, IReadOnlyList<FrameCallGraphEntry> CallStack, IReadOnlyList<FutureCallGraph> AwaitedBy);

/// <summary>Reads the await chains and the waiters, which are plain data.</summary>
internal static class CallGraph
{
    private const string SleepMethod = "Sleep";

    internal static FutureCallGraph Capture(Future future, int? limit) => Capture(future, limit, []);

    internal static string Format(FutureCallGraph graph)
    {
        var text = new StringBuilder();
        Append(text, graph, "");
        return text.ToString().TrimEnd();
    }

    private static FutureCallGraph Capture(Future future, int? limit, HashSet<Future> above)
    {
        var waiters = new List<FutureCallGraph>();
        if (above.Add(future))
        {
            foreach (LoopItem waiter in future.Waiters())
            {
                // A cycle ends where it began.
                if (waiter.OnBehalfOf is { } awaiting && !above.Contains(awaiting))
                {
                    waiters.Add(Capture(awaiting, limit, above));
                }
            }

            above.Remove(future);
        }

        return new FutureCallGraph(future, StackOf(future, limit), waiters);
    }

    private static List<FrameCallGraphEntry> StackOf(Future future, int? limit)
    {
        var entries = new List<FrameCallGraphEntry>();
        if (future is not LoopTask task)
        {
            return entries;
        }

        bool sleeps = task.Wait is WaitKind.Timer or WaitKind.TimerDue;
        if (sleeps && task.Leaf is { } leaf && !IsSleep(leaf))
        {
            entries.Add(new FrameCallGraphEntry(SleepMethod, null, null));
        }

        for (Frame? frame = task.Leaf; frame is not null; frame = frame.Link as Frame)
        {
            SourceLine? line = IsSleep(frame) ? null : SourceLines.Of(frame);
            entries.Add(new FrameCallGraphEntry(MethodNames.Of(frame.MachineType), line?.File, line?.Line));
        }

        return limit switch
        {
            null => entries,
            >= 0 => entries[..Math.Min(limit.Value, entries.Count)],
            _ => entries[^Math.Min(-limit.Value, entries.Count)..],
        };
    }

    /// <summary>Whether a frame is that of a sleep which has one.</summary>
    private static bool IsSleep(Frame frame) =>
        frame.MachineType.DeclaringType == typeof(Asyncio) && MethodNames.Of(frame.MachineType) == SleepMethod;

    private static void Append(StringBuilder text, FutureCallGraph graph, string indent)
    {
        string name = graph.Future is LoopTask task ? $"Task(name='{task.Name}')" : graph.Future.ToString();
        text.AppendLine(CultureInfo.InvariantCulture, $"{indent}* {name}");
        if (graph.CallStack.Count > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{indent}  + Call stack:");
            foreach (FrameCallGraphEntry entry in graph.CallStack)
            {
                string place = entry.File is null ? "" : $"File '{entry.File}', line {entry.Line}, in ";
                text.AppendLine(CultureInfo.InvariantCulture, $"{indent}  |   {place}async {entry.Method}()");
            }
        }

        if (graph.AwaitedBy.Count > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{indent}  + Awaited by:");
            foreach (FutureCallGraph waiter in graph.AwaitedBy)
            {
                Append(text, waiter, indent + "    ");
            }
        }
    }
}
