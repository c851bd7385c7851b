namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Reads where a task stands and who awaits it.</summary>
    /// <param name="future">The task or future; null for the current task.</param>
    /// <param name="limit">The innermost calls to give; negative for the outermost; null for all.</param>
    /// <returns>The graph, or null if none was given and no task runs.</returns>
    /// <exception cref="InvalidOperationException">None was given and no loop runs on this thread.</exception>
    /// <remarks>
    /// Awaits are followed through gather, wait, shield, groups and foreign code that awaits Simmer's awaitables.
    /// Semantics: <c>asyncio.capture_call_graph</c> of Python 3.14.
    /// </remarks>
    public static FutureCallGraph? CaptureCallGraph(Future? future = null, int? limit = null)
    {
        future ??= RunningLoop("read the call graph").CurrentTask;
        if (future is null)
        {
            return null;
        }

        future.Loop.CheckAccess();
        return CallGraph.Capture(future, limit);
    }

    /// <summary>Reads where a task stands and who awaits it, as text.</summary>
    /// <param name="future">The task or future; null for the current task.</param>
    /// <param name="limit">The innermost calls to give; negative for the outermost; null for all.</param>
    /// <returns>The graph as lines; empty if none was given and no task runs.</returns>
    /// <exception cref="InvalidOperationException">None was given and no loop runs on this thread.</exception>
    /// <example><code>
    /// * Task(name='kid')
    ///   + Call stack:
    ///   |   async Sleep()
    ///   |   File 'Program.cs', line 12, in async Leaf()
    ///   + Awaited by:
    ///     * Task(name='top')
    /// </code></example>
    public static string FormatCallGraph(Future? future = null, int? limit = null) =>
        CaptureCallGraph(future, limit) is { } graph ? CallGraph.Format(graph) : "";

    /// <summary>Writes where a task stands and who awaits it.</summary>
    /// <param name="future">The task or future; null for the current task.</param>
    /// <param name="limit">The innermost calls to give; negative for the outermost; null for all.</param>
    /// <param name="writer">Where to write; null for standard output.</param>
    public static void PrintCallGraph(Future? future = null, int? limit = null, TextWriter? writer = null) =>
        (writer ?? Console.Out).WriteLine(FormatCallGraph(future, limit));
}
