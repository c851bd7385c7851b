namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Awaits a coroutine in the caller's task, for at most a time.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="coroutine">The coroutine.</param>
    /// <param name="timeout">The time; null for ever; at zero or less the coroutine is not started.</param>
    /// <returns>What the coroutine returned.</returns>
    /// <exception cref="TimeoutException">The time was over: the coroutine was cancelled, and has ended.</exception>
    /// <remarks>
    /// It waits for the coroutine's clean-up, so it may take longer than the time. A coroutine that returns a value
    /// although it was cancelled gives that value. Semantics: <c>asyncio.wait_for</c>. Cancel safety: the coroutine is
    /// cancelled, as by a plain await.
    /// </remarks>
    /// <example><code>
    /// string page = await WaitFor(Fetch(url), TimeSpan.FromSeconds(5));
    /// </code></example>
    public static Coroutine<T> WaitFor<T>(Coroutine<T> coroutine, Delay? timeout) =>
        timeout?.Checked() <= 0
            ? Waiting.WaitForNothing(coroutine)
            : Waiting.WaitFor(coroutine, timeout);

    /// <inheritdoc cref="WaitFor{T}(Coroutine{T}, Delay?)"/>
    public static Coroutine WaitFor(Coroutine coroutine, Delay? timeout) =>
        timeout?.Checked() <= 0
            ? Waiting.WaitForNothing(coroutine)
            : Waiting.WaitFor(coroutine, timeout);

    /// <summary>Awaits a task or future for at most a time.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="awaitable">What to await.</param>
    /// <param name="timeout">The time; null for ever.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TimeoutException">The time was over: the task was cancelled, and has ended.</exception>
    /// <remarks>Cancel safety: the task is cancelled, as by a plain await; put a shield around it to keep it.</remarks>
    public static Coroutine<T> WaitFor<T>(IAwaitable<T> awaitable, Delay? timeout)
    {
        ArgumentNullException.ThrowIfNull(awaitable);
        Future future = awaitable as Future ?? awaitable.ToFuture(RunningLoop("wait"));
        return timeout?.Checked() <= 0 ? Waiting.WaitForNothing<T>(future) : Waiting.WaitFor<T>(future, timeout);
    }

    /// <inheritdoc cref="WaitFor{T}(IAwaitable{T}, Delay?)"/>
    public static Coroutine WaitFor(IAwaitable awaitable, Delay? timeout)
    {
        ArgumentNullException.ThrowIfNull(awaitable);
        Future future = awaitable as Future ?? awaitable.ToFuture(RunningLoop("wait"));
        return timeout?.Checked() <= 0 ? Waiting.WaitForNothing(future) : Waiting.WaitFor(future, timeout);
    }

    /// <summary>Awaits a .NET task for at most a time. The task itself goes on: it cannot be interrupted from outside.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="task">The task.</param>
    /// <param name="timeout">The time; null for ever.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TimeoutException">The time was over.</exception>
    /// <remarks>Cancel safety: cancelling it leaves the task alone.</remarks>
    public static Coroutine<T> WaitFor<T>(Task<T> task, Delay? timeout) => WaitFor((IAwaitable<T>)WrapFuture(task), timeout);

    /// <inheritdoc cref="WaitFor{T}(Task{T}, Delay?)"/>
    public static Coroutine WaitFor(Task task, Delay? timeout) => WaitFor((IAwaitable)WrapFuture(task), timeout);

    /// <summary>A future that follows <paramref name="awaitable"/>; cancelling it leaves what it follows alone.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="awaitable">A task, a future, or a coroutine, which becomes a task.</param>
    /// <returns>The future; a future that is done is returned itself.</returns>
    /// <remarks>
    /// If what it follows fails after it was cancelled, the error goes to the loop's exception handler. Semantics:
    /// <c>asyncio.shield</c> of Python 3.14. Cancel safety: cancelling what awaits it leaves what it follows alone.
    /// </remarks>
    /// <example><code>
    /// await Shield(SaveOrder(order));   // cancelling the caller does not stop the save
    /// </code></example>
    public static Future<T> Shield<T>(IAwaitable<T> awaitable)
    {
        ArgumentNullException.ThrowIfNull(awaitable);
        Future inner = awaitable.ToFuture(RunningLoop("shield"));
        return inner is Future<T> { IsDone: true } done ? done : new ShieldFuture<T>(inner);
    }

    /// <inheritdoc cref="Shield{T}(IAwaitable{T})"/>
    /// <param name="task">A .NET task.</param>
    public static Future<T> Shield<T>(Task<T> task) => Shield((IAwaitable<T>)WrapFuture(task));

    /// <inheritdoc cref="Shield{T}(IAwaitable{T})"/>
    /// <param name="task">A .NET task.</param>
    public static Future Shield(Task task) => Shield((IAwaitable)WrapFuture(task));

    /// <inheritdoc cref="Shield{T}(IAwaitable{T})"/>
    public static Future Shield(IAwaitable awaitable)
    {
        ArgumentNullException.ThrowIfNull(awaitable);
        Future inner = awaitable.ToFuture(RunningLoop("shield"));
        return inner.IsDone ? inner : new ShieldFuture<Nothing>(inner);
    }

    /// <summary>A future of the running loop that follows a .NET task. Cancelling it stops following.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="task">The task.</param>
    /// <returns>The future.</returns>
    /// <remarks><c>asyncio.wrap_future</c>. A coroutine can await a .NET task as it is; this is for gather, wait and shield.</remarks>
    public static Future<T> WrapFuture<T>(Task<T> task) => TaskFuture<T>.Of(RunningLoop("wrap a task"), task, static task => ((Task<T>)task).Result);

    /// <inheritdoc cref="WrapFuture{T}(Task{T})"/>
    public static Future WrapFuture(Task task) => TaskFuture<Nothing>.Of(RunningLoop("wrap a task"), task, static _ => default);
}
