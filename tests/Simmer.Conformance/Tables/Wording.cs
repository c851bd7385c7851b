namespace Simmer.Conformance;

/// <summary>
/// Messages in CPython's traces that Simmer words otherwise, or gives where CPython has none. A text is no semantics: everything
/// around it is compared.
/// </summary>
internal static class Wording
{
    private static readonly Dictionary<string, (string CPython, string Simmer)[]> s_rows = new()
    {
        ["LOOP-09"] = [("Event loop stopped before Future completed.", "Event loop stopped before the future was done.")],
        ["LOOP-13"] =
        [
            ("Cannot close a running event loop", "Cannot close a running event loop. Stop it first."),
            ("Event loop is closed", "Event loop is closed. Make a new one, or call Asyncio.Run again."),
        ],
        ["LOOP-14"] =
        [
            ("This event loop is already running", "This event loop is already running."),
            (
                "Cannot run the event loop while another loop is running",
                "Cannot run the event loop while another loop is running on this thread. "
                + "Inside a coroutine, await instead of calling Run."),
        ],
        ["LOOP-24"] = [("Event loop is closed", "Event loop is closed. Make a new one, or call Asyncio.Run again.")],
        ["TASK-16"] =
        [
            (
                "cannot reuse already awaited coroutine",
                "Cannot reuse an already awaited coroutine: it runs once. Call the method again for a new coroutine, "
                + "or make a task of it, which can be awaited any number of times."),
            (
                "coroutine is being awaited already",
                "The coroutine C is being awaited already. Make a task of it if several are to await its result."),
        ],
        ["GA-06"] = [("\"CancelledError('')\"", "'CancelledError()'")],
        ["TO-12"] =
        [
            ("invalid state", "<Future cancelled> is done: its result or error was set before, or it was cancelled."),
        ],
        ["TG-03"] = [("unhandled errors in a TaskGroup", "unhandled errors in a TaskGroup (k)")],
        ["TG-20"] = [("TimeoutError()", "TimeoutError('The time for the operation is over.')")],
        ["SE-04"] =
        [
            (
                "'Semaphore initial value must be >= 0'",
                @"""value ('-1') must be a non-negative value. (Parameter 'value')\nActual value was -1."""),
            (
                "BoundedSemaphore released too many times",
                "AsyncBoundedSemaphore released too many times: all its 1 permits are back."),
        ],
        ["QU-07"] =
        [
            (
                "ValueError('task_done() called too many times')",
                "RuntimeError('TaskDone() was called too many times: once for each item that was put is right.')"),
        ],
        ["RUN-02"] = [("unhandled exception during asyncio.run() shutdown", "Unhandled exception during Asyncio.Run() shutdown")],
        ["GRA-01"] = [("['sleep', 'leaf', 'mid']", "['Sleep', 'Leaf', 'Mid']"), ("['_aexit', '__aexit__', 'top']", "['Leave', 'Run', 'Top']")],
        ["STR-09"] =
        [
            (
                "'Limit cannot be <= 0'",
                @"""Limit ('0') must be a non-negative and non-zero value. (Parameter 'Limit')\nActual value was 0."""),
        ],
        ["SRV-02"] = [("Unhandled exception in client_connected_cb", "Error in the handler")],
        ["RUN-06"] = [("Runner is closed", "Runner is closed. Make a new one.")],
    };

    internal static IReadOnlyCollection<string> Cases => s_rows.Keys;

    /// <summary>CPython's trace in Simmer's words.</summary>
    internal static string[] Of(string id, string[] trace)
    {
        foreach ((string cpython, string simmer) in s_rows.GetValueOrDefault(id, []))
        {
            Assert.True(trace.Any(line => line.Contains(cpython)), $"{id}: CPython's trace does not say \"{cpython}\".");
            trace = Array.ConvertAll(trace, line => line.Replace(cpython, simmer));
        }

        return trace;
    }
}
