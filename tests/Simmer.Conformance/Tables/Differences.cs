namespace Simmer.Conformance;

/// <summary>Why a trace may differ from CPython's.</summary>
internal enum Why
{
    /// <summary>CPython reports when a reference count falls to zero; Simmer at a stated moment.</summary>
    ReferenceCounting,

    /// <summary>The C# compiler rejects the program, or the part of it that makes the difference.</summary>
    Types,

    /// <summary>The C# language or .NET gives the construct its meaning, not Simmer.</summary>
    Language,

    /// <summary>The design of Simmer departs from asyncio here.</summary>
    Design,
}

/// <summary>A deliberate difference.</summary>
/// <param name="Why">The kind of reason.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Trace">The trace that Simmer leaves; null if the case cannot be written in C# at all.</param>
internal sealed record Difference(Why Why, string Reason, string[]? Trace);

/// <summary>Every case whose trace deliberately differs from CPython's.</summary>
internal static class Differences
{
    private static readonly Dictionary<string, Difference> s_rows = new()
    {
        ["LOOP-06"] = new(Why.Types, "A delay is a value type: there is no null to reject.", ["neg at 0.0 tick 1"]),
        ["LOOP-15"] = new(Why.Types, "CallSoon takes an Action: neither a coroutine method nor a number is one.", null),
        ["LOOP-20"] = new(
            Why.Design,
            "There is no task factory. What it is used for is a property, EventLoop.EagerTasks, and the arguments of CreateTask.",
            ["n"]),
        ["FUT-06"] = new(
            Why.Design,
            "In .NET a cancellation is an OperationCanceledException, which is an Exception; an analyzer flags a catch that swallows it.",
            ["True OperationCanceledException True"]),
        ["FUT-09"] = new(Why.Types, "SetException takes an exception, not its type; no exception ends a C# coroutine as StopIteration does.", null),
        ["FUT-10"] = new(
            Why.ReferenceCounting,
            "The report comes when the loop is idle after a collection, at the latest when it closes.",
            ["set", "collected", "EH:Future exception was never retrieved ValueError('lost')"]),
        ["FUT-15"] = new(
            Why.Types,
            "What is no awaitable is no argument either.",
            ["True", "aw", "ValueError"]),
        ["TASK-08"] = new(Why.Types, "LoopTask has neither SetResult nor SetException.", null),
        ["TASK-18"] = new(
            Why.ReferenceCounting,
            "The report comes when the loop is idle after a collection, at the latest when it closes.",
            ["failed, silent True", "collected", "EH:Task exception was never retrieved ValueError('x')"]),
        ["TASK-22"] = new(Why.Types, "CreateTask takes a coroutine: neither a number nor a future is one.", null),
        ["TASK-26"] = new(Why.Types, "An await needs an awaiter: there is no yielding of other objects.", null),
        ["TASK-27"] = new(Why.Language, "Async iterators are the compiler's; calling MoveNextAsync twice at once is undefined in .NET.", null),
        ["TASK-28"] = new(Why.Language, ".NET chains no exceptions by itself.", ["ValueError('v') None"]),
        ["CAN-18"] = new(Why.Language, ".NET chains no exceptions by itself.", ["False KeyError('k') None"]),
        ["CAN-25"] = new(
            Why.Language,
            "await foreach disposes of its iterator when it is left, and waits for that: nothing is left for the collector.",
            ["gen finally", "after break", "after gc", "later"]),
        ["WA-01"] = new(
            Why.Types,
            "Wait takes a collection: a single future is none. Coroutines it takes, and hands their tasks back; asyncio refuses them since their caller could not tell which is which.",
            ["ValueError", "ValueError", "2"]),
        ["WA-03"] = new(
            Why.ReferenceCounting,
            "The report comes when the loop is idle after a collection, at the latest when it closes.",
            ["end", "EH:Task exception was never retrieved ValueError('x')"]),
        ["TO-07"] = new(Why.Language, ".NET chains no exceptions by itself.", ["KeyError('k') None None"]),
        ["TO-09"] = new(
            Why.Types,
            "A scope is given to the body it bounds: there is none that was not entered.",
            ["4.0 None", "Cannot change state of finished Timeout."]),
        ["TO-10"] = new(Why.Types, "A scope is made and entered by one call: it cannot be entered again.", null),
        ["TG-17"] = new(Why.Types, "A group is made and entered by one call: it cannot be entered again.", null),
        ["QU-01"] = new(Why.Types, "A queue's size is an integer.", ["False 5"]),
        ["EA-04"] = new(
            Why.ReferenceCounting,
            "The error left CreateTask, so it was seen: it is not reported again when the task is collected.",
            ["True ValueError('x')", "raised SystemExit(2)"]),
        ["RUN-12"] = new(Why.Language, "Async iterators are disposed of by await foreach, not by the loop.", null),
        ["LOOP-05"] = new(
            Why.Design,
            "A timer that is due between two ticks of the clock runs at the nearer one, and the loop's time has then reached its own.",
            ["t=0.005 ran at 0.005 tick 1", "t=0.010 ran at 0.01 tick 2"]),
        ["STR-07"] = new(
            Why.Design,
            "What came before the connection broke is read first, and then the error: nothing is lost.",
            ["b'abc'", "ConnectionResetError", "ConnectionResetError"]),
        ["STR-10"] = new(
            Why.Design,
            "There is no transport with a buffer to limit: a send ends when the system has taken the bytes, so that a slow peer slows its sender.",
            null),
        ["THR-04"] = new(
            Why.Design,
            "Every call of the loop checks its thread, also when debug mode is off: an error instead of a latent hang.",
            ["woken quickly True", "RuntimeError True"]),
    };

    internal static IReadOnlyDictionary<string, Difference> Rows => s_rows;

    internal static Difference? Find(string id) => s_rows.GetValueOrDefault(id);
}
