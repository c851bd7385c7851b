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

    /// <summary>From here on the text is indented no further: that of a very long chain would grow with the square of its length.</summary>
    private const int DeepestIndent = 100;

    // Both keep a stack of their own: chains of tasks can be longer than the thread's is deep.
    internal static FutureCallGraph Capture(Future future, int? limit)
    {
        var above = new HashSet<Future>();
        var open = new Stack<(Future Future, Queue<Future> Awaiting, List<FutureCallGraph> AwaitedBy)>();
        Enter(future);
        while (true)
        {
            (Future current, Queue<Future> awaiting, List<FutureCallGraph> awaitedBy) = open.Peek();
            if (awaiting.TryDequeue(out Future? next))
            {
                // A cycle ends where it began.
                if (!above.Contains(next))
                {
                    Enter(next);
                }

                continue;
            }

            open.Pop();
            above.Remove(current);
            var graph = new FutureCallGraph(current, StackOf(current, limit), awaitedBy);
            if (open.Count == 0)
            {
                return graph;
            }

            open.Peek().AwaitedBy.Add(graph);
        }

        void Enter(Future entered)
        {
            above.Add(entered);
            open.Push((entered, new Queue<Future>(entered.Waiters().Select(static waiter => waiter.OnBehalfOf).OfType<Future>()), []));
        }
    }

    internal static string Format(FutureCallGraph graph)
    {
        var text = new StringBuilder();
        var open = new Stack<(FutureCallGraph Graph, int Depth)>();
        open.Push((graph, 0));
        while (open.TryPop(out (FutureCallGraph Graph, int Depth) next))
        {
            Append(text, next.Graph, new string(' ', 4 * Math.Min(next.Depth, DeepestIndent)));
            foreach (FutureCallGraph waiter in next.Graph.AwaitedBy.Reverse())
            {
                open.Push((waiter, next.Depth + 1));
            }
        }

        return text.ToString().TrimEnd();
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
            _ => entries[^(int)Math.Min(-(long)limit.Value, entries.Count)..],
        };
    }

    /// <summary>Whether a frame is that of a sleep which has one.</summary>
    private static bool IsSleep(Frame frame) =>
        frame.MachineType.DeclaringType == typeof(Asyncio) && MethodNames.Of(frame.MachineType) == SleepMethod;

    /// <summary>One future, to the headline of who awaits it.</summary>
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
        }
    }
}
