namespace Simmer;

/// <summary>What ends <see cref="Asyncio.Wait{TFuture}(IEnumerable{TFuture}, Delay?, ReturnWhen)"/>.</summary>
public enum ReturnWhen
{
    /// <summary>All are done.</summary>
    AllCompleted,

    /// <summary>One is done, or cancelled.</summary>
    FirstCompleted,

    /// <summary>One has failed (a cancelled one does not count), or all are done.</summary>
    FirstException,
}

/// <summary>What <see cref="Asyncio.Wait{TFuture}(IEnumerable{TFuture}, Delay?, ReturnWhen)"/> gives: the futures that are done and those that are not.</summary>
/// <typeparam name="TFuture">The kind of future waited for.</typeparam>
/// <param name="Done">Those that were done when the wait ended.</param>
/// <param name="Pending">The others: they go on.</param>
public readonly record struct WaitResult<TFuture>(IReadOnlySet<TFuture> Done, IReadOnlySet<TFuture> Pending)
    where TFuture : class;

public static partial class Asyncio
{
    /// <summary>Waits until some or all of the futures are done; throws none of their errors and cancels none.</summary>
    /// <typeparam name="TFuture">The kind of future: <see cref="LoopTask{T}"/>, <see cref="Future{T}"/>, <see cref="Future"/>.</typeparam>
    /// <param name="futures">The futures; equal ones count once.</param>
    /// <param name="timeout">The longest time to wait; null for ever. Its end is no error.</param>
    /// <param name="returnWhen">What ends the wait.</param>
    /// <returns>The futures that are done and those that are not.</returns>
    /// <exception cref="ArgumentException">There is no future to wait for.</exception>
    /// <remarks>Cancel safety: cancelling it leaves the futures alone. Semantics: <c>asyncio.wait</c>.</remarks>
    /// <example><code>
    /// var (done, pending) = await Wait(tasks, timeout: 5, returnWhen: ReturnWhen.FirstCompleted);
    /// </code></example>
    public static Coroutine<WaitResult<TFuture>> Wait<TFuture>(
        IEnumerable<TFuture> futures, Delay? timeout = null, ReturnWhen returnWhen = ReturnWhen.AllCompleted)
        where TFuture : Future
    {
        ArgumentNullException.ThrowIfNull(futures);
        if (!Enum.IsDefined(returnWhen))
        {
            throw new ArgumentOutOfRangeException(nameof(returnWhen), returnWhen, "Not a ReturnWhen.");
        }

        var set = new HashSet<TFuture>(futures);
        if (set.Count == 0)
        {
            throw new ArgumentException("Set of futures is empty: there is nothing to wait for.", nameof(futures));
        }

        return Waiting.Wait(set, timeout, returnWhen);
    }

    /// <summary>Starts coroutines and waits until some or all of them are done.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="coroutines">The coroutines; each becomes a task now.</param>
    /// <param name="timeout">The longest time to wait; null for ever. Its end is no error.</param>
    /// <param name="returnWhen">What ends the wait.</param>
    /// <returns>The tasks that are done and those that are not.</returns>
    /// <exception cref="ArgumentException">There is no coroutine.</exception>
    /// <remarks>
    /// Make the tasks yourself where you need to know which is which. Cancel safety: cancelling it leaves the tasks alone.
    /// </remarks>
    public static Coroutine<WaitResult<LoopTask<T>>> Wait<T>(
        IEnumerable<Coroutine<T>> coroutines, Delay? timeout = null, ReturnWhen returnWhen = ReturnWhen.AllCompleted)
    {
        ArgumentNullException.ThrowIfNull(coroutines);
        EventLoop loop = RunningLoop("wait");
        return Wait(coroutines.Select(coroutine => loop.CreateTask(coroutine)), timeout, returnWhen);
    }

    /// <inheritdoc cref="Wait{T}(IEnumerable{Coroutine{T}}, Delay?, ReturnWhen)"/>
    public static Coroutine<WaitResult<LoopTask>> Wait(
        IEnumerable<Coroutine> coroutines, Delay? timeout = null, ReturnWhen returnWhen = ReturnWhen.AllCompleted)
    {
        ArgumentNullException.ThrowIfNull(coroutines);
        EventLoop loop = RunningLoop("wait");
        return Wait(coroutines.Select(coroutine => loop.CreateTask(coroutine)), timeout, returnWhen);
    }

    /// <summary>Waits until some or all of the .NET tasks are done; throws none of their errors.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="tasks">The tasks; equal ones count once.</param>
    /// <param name="timeout">The longest time to wait; null for ever. Its end is no error.</param>
    /// <param name="returnWhen">What ends the wait.</param>
    /// <returns>The tasks that are done and those that are not.</returns>
    /// <exception cref="ArgumentException">There is no task to wait for.</exception>
    /// <remarks>Cancel safety: cancelling it leaves the tasks alone.</remarks>
    public static Coroutine<WaitResult<Task<T>>> Wait<T>(
        IEnumerable<Task<T>> tasks, Delay? timeout = null, ReturnWhen returnWhen = ReturnWhen.AllCompleted)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        Dictionary<Future, Task<T>> futures = tasks.Distinct().ToDictionary(static task => WrapFuture((Task)task));
        return Waiting.WaitForTasks(futures, Wait(futures.Keys, timeout, returnWhen));
    }

    /// <inheritdoc cref="Wait{T}(IEnumerable{Task{T}}, Delay?, ReturnWhen)"/>
    public static Coroutine<WaitResult<Task>> Wait(
        IEnumerable<Task> tasks, Delay? timeout = null, ReturnWhen returnWhen = ReturnWhen.AllCompleted)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        Dictionary<Future, Task> futures = tasks.Distinct().ToDictionary(WrapFuture);
        return Waiting.WaitForTasks(futures, Wait(futures.Keys, timeout, returnWhen));
    }
}
