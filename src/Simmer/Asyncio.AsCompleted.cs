namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Runs coroutines beside each other and gives them as they are done.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="coroutines">The coroutines; each becomes a task now.</param>
    /// <param name="timeout">The longest time for all; null for ever.</param>
    /// <returns>A sequence for <c>await foreach</c> (the tasks, as they are done) or <c>foreach</c> (coroutines to await).</returns>
    /// <example><code>
    /// await foreach (LoopTask&lt;string&gt; task in AsCompleted(urls.Select(Fetch)))
    /// {
    ///     Console.WriteLine(await task);
    /// }
    /// </code></example>
    public static AsCompletedSequence<T, LoopTask<T>> AsCompleted<T>(IEnumerable<Coroutine<T>> coroutines, Delay? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(coroutines);
        EventLoop loop = RunningLoop("wait for completions");
        LoopTask<T>[] tasks = [.. coroutines.Select(coroutine => loop.CreateTask(coroutine))];
        return new AsCompletedSequence<T, LoopTask<T>>(loop, tasks, timeout);
    }

    /// <summary>Gives tasks as they are done.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="tasks">The tasks.</param>
    /// <param name="timeout">The longest time for all; null for ever.</param>
    /// <returns>A sequence for <c>await foreach</c> (the tasks, as they are done) or <c>foreach</c> (coroutines to await).</returns>
    public static AsCompletedSequence<T, LoopTask<T>> AsCompleted<T>(IEnumerable<LoopTask<T>> tasks, Delay? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return new AsCompletedSequence<T, LoopTask<T>>(RunningLoop("wait for completions"), tasks, timeout);
    }

    /// <summary>Gives futures as they are done.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="futures">The futures.</param>
    /// <param name="timeout">The longest time for all; null for ever.</param>
    /// <returns>A sequence for <c>await foreach</c> (the futures, as they are done) or <c>foreach</c> (coroutines to await).</returns>
    public static AsCompletedSequence<T, Future<T>> AsCompleted<T>(IEnumerable<Future<T>> futures, Delay? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(futures);
        return new AsCompletedSequence<T, Future<T>>(RunningLoop("wait for completions"), futures, timeout);
    }

    /// <summary>Runs coroutines without results beside each other and tells as they are done.</summary>
    /// <param name="coroutines">The coroutines; each becomes a task now.</param>
    /// <param name="timeout">The longest time for all; null for ever.</param>
    /// <returns>A sequence for <c>await foreach</c> (the tasks, as they are done) or <c>foreach</c> (coroutines to await).</returns>
    public static AsCompletedSequence<LoopTask> AsCompleted(IEnumerable<Coroutine> coroutines, Delay? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(coroutines);
        EventLoop loop = RunningLoop("wait for completions");
        LoopTask[] tasks = [.. coroutines.Select(coroutine => loop.CreateTask(coroutine))];
        return new AsCompletedSequence<LoopTask>(loop, tasks, timeout);
    }

    /// <summary>Gives tasks as they are done, whatever their results are.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="timeout">The longest time for all; null for ever.</param>
    /// <returns>A sequence for <c>await foreach</c> (the tasks, as they are done) or <c>foreach</c> (coroutines to await).</returns>
    public static AsCompletedSequence<LoopTask> AsCompleted(IEnumerable<LoopTask> tasks, Delay? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return new AsCompletedSequence<LoopTask>(RunningLoop("wait for completions"), tasks, timeout);
    }

    /// <summary>Gives tasks and futures as they are done, whatever their results are.</summary>
    /// <param name="futures">The futures.</param>
    /// <param name="timeout">The longest time for all; null for ever.</param>
    /// <returns>A sequence for <c>await foreach</c> (the futures, as they are done) or <c>foreach</c> (coroutines to await).</returns>
    public static AsCompletedSequence<Future> AsCompleted(IEnumerable<Future> futures, Delay? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(futures);
        return new AsCompletedSequence<Future>(RunningLoop("wait for completions"), futures, timeout);
    }

    /// <summary>Gives what .NET tasks came to, as they are done.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="tasks">The tasks.</param>
    /// <param name="timeout">The longest time for all; null for ever.</param>
    /// <returns>
    /// A sequence for <c>await foreach</c> (a future of each task, as they are done) or <c>foreach</c> (coroutines to await).
    /// </returns>
    public static AsCompletedSequence<T, Future<T>> AsCompleted<T>(IEnumerable<Task<T>> tasks, Delay? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return AsCompleted(tasks.Select(WrapFuture), timeout);
    }
}
