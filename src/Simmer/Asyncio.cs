namespace Simmer;

/// <summary>
/// The front door: asyncio's functions by their names, for <c>using static Simmer.Asyncio;</c>.
/// </summary>
/// <remarks>Except where told, they need a running loop: call them in a coroutine that <see cref="Run(Coroutine, RunnerOptions?)"/> runs.</remarks>
public static partial class Asyncio
{
    /// <summary>
    /// The current task's cancellation as .NET calls understand it: pass it to what you await that is not Simmer's.
    /// </summary>
    /// <remarks>Outside a task, <see cref="System.Threading.CancellationToken.None"/>.</remarks>
    /// <example><code>
    /// string page = await http.GetStringAsync(url, Asyncio.CancellationToken);
    /// </code></example>
    public static CancellationToken CancellationToken =>
        EventLoop.Current?.CurrentTask?.CancellationToken ?? CancellationToken.None;

    /// <summary>The loop that runs on this thread.</summary>
    /// <returns>The loop.</returns>
    /// <exception cref="InvalidOperationException">No loop runs on this thread.</exception>
    public static EventLoop GetRunningLoop() => EventLoop.Current ?? throw LoopErrors.NoRunningLoop("get the loop");

    /// <summary>Makes a task of a coroutine: it starts in the next iteration and runs beside the caller.</summary>
    /// <param name="coroutine">The coroutine.</param>
    /// <param name="name">A name for messages; null for <c>Task-1</c>, <c>Task-2</c>, …</param>
    /// <param name="context">The context to run in; null for a copy of the current one.</param>
    /// <param name="eagerStart">Whether to run the first step now, inside this call.</param>
    /// <returns>The task.</returns>
    /// <exception cref="InvalidOperationException">No loop runs on this thread, or the coroutine was used before.</exception>
    /// <example><code>
    /// LoopTask&lt;string&gt; task = CreateTask(FetchData(3, "API A"));
    /// string data = await task;
    /// </code></example>
    public static LoopTask CreateTask(
        Coroutine coroutine, string? name = null, TaskContext? context = null, bool? eagerStart = null) =>
        RunningLoop("create a task").CreateTask(coroutine, name, context, eagerStart);

    /// <inheritdoc cref="CreateTask(Coroutine, string?, TaskContext?, bool?)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public static LoopTask<T> CreateTask<T>(
        Coroutine<T> coroutine, string? name = null, TaskContext? context = null, bool? eagerStart = null) =>
        RunningLoop("create a task").CreateTask(coroutine, name, context, eagerStart);

    /// <summary>The task whose step runs now, or null in a callback.</summary>
    /// <param name="loop">The loop to ask; null for the running one.</param>
    /// <returns>The task, or null.</returns>
    /// <exception cref="InvalidOperationException">No loop was given and none runs on this thread.</exception>
    /// <remarks>
    /// An <c>async Task</c> method or async iterator runs as the task that called it, also after its awaits, unless it awaits with
    /// <c>ConfigureAwait(false)</c>.
    /// </remarks>
    public static LoopTask? CurrentTask(EventLoop? loop = null) => (loop ?? RunningLoop("get the current task")).CurrentTask?.Visible;

    /// <summary>The tasks of a loop that are not done, oldest first.</summary>
    /// <param name="loop">The loop to ask; null for the running one.</param>
    /// <returns>A snapshot.</returns>
    /// <exception cref="InvalidOperationException">No loop was given and none runs on this thread.</exception>
    /// <remarks>
    /// What an <c>async Task</c> method or an async iterator awaits belongs to the task that called it, as
    /// <see cref="CurrentTask"/> says, and is none of its own.
    /// </remarks>
    public static IReadOnlyCollection<LoopTask> AllTasks(EventLoop? loop = null)
    {
        loop ??= RunningLoop("get the tasks");
        loop.CheckAccess();
        return Array.FindAll(loop.Tasks.ToArray(), static task => task.Visible == task);
    }

    /// <summary>Waits for a time, while other tasks run.</summary>
    /// <param name="delay">How long; zero or less yields for one iteration, infinity waits for ever.</param>
    /// <returns>A coroutine that ends after the delay.</returns>
    /// <exception cref="ArgumentException">The delay is not a number.</exception>
    /// <remarks>Cancel safety: cancelling it unsets the timer. It costs no allocation. Never early.</remarks>
    public static Coroutine Sleep(Delay delay)
    {
        Coroutine sleep = SleepMarker.Create(delay.Checked());

        // In debug mode it is a call like others, so that one that nobody awaits is found.
        return EventLoop.AnyInDebugMode && EventLoop.Current is { Debug: true } ? Sleep(sleep) : sleep;
    }

    /// <summary>Waits for a time, then gives <paramref name="result"/>.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="delay">How long.</param>
    /// <param name="result">What the coroutine returns.</param>
    /// <returns>A coroutine that ends after the delay.</returns>
    /// <exception cref="ArgumentException">The delay is not a number.</exception>
    /// <remarks>Cancel safety: cancelling it unsets the timer.</remarks>
    public static Coroutine<T> Sleep<T>(Delay delay, T result)
    {
        delay.Checked();
        return Sleep(SleepMarker.Create(delay.Seconds), result);
    }

    internal static EventLoop RunningLoop(string what) => EventLoop.Current ?? throw LoopErrors.NoRunningLoop(what);

    private static async Coroutine Sleep(Coroutine sleep) => await sleep;

    private static async Coroutine<T> Sleep<T>(Coroutine sleep, T result)
    {
        await sleep;
        return result;
    }
}
