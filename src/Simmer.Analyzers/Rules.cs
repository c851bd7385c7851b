using Microsoft.CodeAnalysis;

namespace Simmer.Analyzers;

/// <summary>Every rule: an error where the code is wrong whatever happens, a warning where it may have a reason.</summary>
/// <remarks>Their pages, <c>docs/rules</c>, travel in the package; without a public address there is no link to give.</remarks>
internal static class Rules
{
    private const string Coroutines = "Simmer.Coroutines";
    private const string Blocking = "Simmer.Blocking";
    private const string Loop = "Simmer.Loop";
    private const string Structure = "Simmer.Structure";

    internal static readonly DiagnosticDescriptor NeverAwaited = new(
        id: "SIM001",
        title: "A coroutine is never awaited",
        messageFormat: "The coroutine '{0}' is never awaited, so none of its body runs: {1}",
        category: Coroutines,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Calling an async Coroutine method runs none of its body. Awaiting it does, or making a task of it, or Asyncio.Run.");

    internal static readonly DiagnosticDescriptor NotAwaitedOnEveryPath = new(
        id: "SIM002",
        title: "A coroutine is not awaited on every path",
        messageFormat: "The coroutine '{0}' is not awaited on every path from here: await '{1}' on each, call it where it is needed, or give it up with '{1}.Close()'",
        category: Coroutines,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "On some path through the method the coroutine is left as it is, and its body never runs.");

    internal static readonly DiagnosticDescriptor NeverDrained = new(
        id: "SIM003",
        title: "A coroutine is stored where nobody takes it from",
        messageFormat: "The coroutines kept in '{0}' are never awaited, because nothing reads '{0}': await them, 'await Gather({0})', or keep tasks made with 'CreateTask'",
        category: Coroutines,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A field, a variable or a collection takes coroutines in, and no code takes them out.");

    internal static readonly DiagnosticDescriptor AwaitedTwice = new(
        id: "SIM004",
        title: "A coroutine is awaited twice",
        messageFormat: "The coroutine '{0}' is awaited for the second time here, which throws: keep the result of the first await, or make a task with 'CreateTask', which can be awaited again",
        category: Coroutines,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A coroutine is one call of a method and runs once. Awaiting it again throws InvalidOperationException.");

    internal static readonly DiagnosticDescriptor UnobservedTask = new(
        id: "SIM005",
        title: "Nobody sees the result or the error of a task",
        messageFormat: "Nobody sees the result or the error of what '{0}' returns: keep it and await it, or create the task in a 'TaskGroup', which waits for it",
        category: Coroutines,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An error in a task that nobody awaits reaches the loop's exception handler at best, and the task is cancelled when the loop ends.");

    internal static readonly DiagnosticDescriptor WaitingCall = new(
        id: "SIM010",
        title: "A coroutine blocks the loop while it waits",
        messageFormat: "'{0}' blocks the event loop, and every task on it: it {1}; {2}",
        category: Blocking,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "One thread runs every coroutine. While a call waits on it nothing else runs, and if what it waits for needs the loop, it waits for ever.");

    internal static readonly DiagnosticDescriptor SynchronousIO = new(
        id: "SIM011",
        title: "A coroutine does synchronous I/O, or work that holds the loop",
        messageFormat: "'{0}' holds the event loop, and every task on it: it {1}; {2}",
        category: Blocking,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "While a coroutine is in a synchronous call to a file, a socket, a server or a database no other task runs.");

    internal static readonly DiagnosticDescriptor BlockingHelper = new(
        id: "SIM012",
        title: "A coroutine reaches a blocking call through a helper",
        messageFormat: "'{0}' blocks the event loop, and every task on it: {1}, which {2}; make the helper a coroutine that awaits, or call it with 'await ToThread(() => …)'",
        category: Blocking,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A method of the same project that a coroutine calls makes a blocking call, itself or through others.");

    internal static readonly DiagnosticDescriptor LockInCoroutine = new(
        id: "SIM013",
        title: "A coroutine that awaits takes a thread's lock",
        messageFormat: "This 'lock' blocks the event loop while another thread holds it, and guards nothing across an await: between two awaits no other task runs, so drop it, or use 'using (await mutex.Acquire())' of an 'AsyncLock'",
        category: Blocking,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Coroutines of one loop cannot meet in a lock: the loop's thread may enter it again. A lock only has a use against other threads, and then it may stop the loop.");

    internal static readonly DiagnosticDescriptor AwaiterResult = new(
        id: "SIM014",
        title: "GetResult does not wait",
        messageFormat: "'GetAwaiter().GetResult()' does not wait for {0}: it throws unless that has ended; {1}",
        category: Blocking,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The awaiters of Simmer never block. GetResult belongs to the end of an await.");

    internal static readonly DiagnosticDescriptor TaskDelay = new(
        id: "SIM015",
        title: "Task.Delay in a coroutine",
        messageFormat: "'Task.Delay' waits on a timer of the thread pool, which a virtual clock does not move and a cancelled task does not stop: write 'await Sleep({0})'",
        category: Blocking,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Asyncio.Sleep uses the loop's own timers: cheaper, more exact, cancelled with the task, and virtual in tests.");

    internal static readonly DiagnosticDescriptor NoLoop = new(
        id: "SIM020",
        title: "No loop can be running here",
        messageFormat: "'{0}' needs a running event loop, and none can run {1}: call it in a coroutine that 'Asyncio.Run' runs",
        category: Loop,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Tasks, gathers and the running loop exist only while a loop runs on this thread.");

    internal static readonly DiagnosticDescriptor NestedRun = new(
        id: "SIM021",
        title: "A loop is run inside a loop",
        messageFormat: "'{0}' throws when a loop runs on this thread already, and {1}: await the coroutine instead",
        category: Loop,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A thread runs one loop. In a coroutine one runs already.");

    internal static readonly DiagnosticDescriptor OffTheLoop = new(
        id: "SIM022",
        title: "The loop is used from another thread",
        messageFormat: "'{0}' must be called on the loop's thread, and what '{1}' is given runs on another one: {2}",
        category: Loop,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Only CallSoonThreadsafe and RunCoroutineThreadsafe may be called from another thread.");

    internal static readonly DiagnosticDescriptor LeftTheLoop = new(
        id: "SIM023",
        title: "The loop is used after ConfigureAwait(false) has left it",
        messageFormat: "'{0}' needs the loop's thread, and after 'ConfigureAwait(false)' on line {1} this method may go on on another one: drop that call, or make the method a coroutine",
        category: Loop,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "ConfigureAwait(false) lets an async method continue on the thread pool, where no loop runs.");

    internal static readonly DiagnosticDescriptor AsyncVoid = new(
        id: "SIM030",
        title: "An async function that returns void",
        messageFormat: "Nobody can await this async void {0}, cancel it or catch its error, which ends the process: return 'Coroutine'{1}",
        category: Structure,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An async void function is no task of the loop: no group waits for it, and its exception goes to the synchronization context.");

    internal static readonly DiagnosticDescriptor SwallowedCancellation = new(
        id: "SIM031",
        title: "A catch swallows cancellation",
        messageFormat: "This catch swallows the task's cancellation, which then goes on as if nobody had cancelled it: {0}",
        category: Structure,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "CancelledException is an ordinary exception in .NET, so that a catch of Exception takes it too.");

    internal static readonly DiagnosticDescriptor HeldAcrossYield = new(
        id: "SIM032",
        title: "A lock is held across a yield return",
        messageFormat: "{0} is held across this 'yield return', for as long as the reader takes, and for ever if it abandons the iterator: release it before",
        category: Structure,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Code of the reader runs between two items. What the iterator holds meanwhile is out of its hands.");
}
