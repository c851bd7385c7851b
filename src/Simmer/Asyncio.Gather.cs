namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Runs coroutines beside each other and gives their results in the order of the arguments.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="coroutines">The coroutines; each becomes a task now.</param>
    /// <returns>
    /// A future of the results. The first error or cancellation of a child ends it; the other children go on. Cancelling
    /// it cancels every child.
    /// </returns>
    /// <remarks>
    /// Cancel safety: the children are cancelled, and results that were there are lost. Semantics: <c>asyncio.gather</c>.
    /// For a group that cancels the rest at the first error, use <see cref="TaskGroup"/>.
    /// </remarks>
    /// <example><code>
    /// string[] pages = await Gather(urls.Select(Fetch));
    /// </code></example>
    public static Future<T[]> Gather<T>(params ReadOnlySpan<Coroutine<T>> coroutines)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<T[]>(loop, Children.Of(loop, coroutines), false, Children.Results<T>);
    }

    /// <inheritdoc cref="Gather{T}(ReadOnlySpan{Coroutine{T}})"/>
    public static Future<T[]> Gather<T>(IEnumerable<Coroutine<T>> coroutines)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<T[]>(loop, Children.Of(loop, coroutines), false, Children.Results<T>);
    }

    /// <summary>Waits for tasks, futures and coroutines together and gives their results in the order of the arguments.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="awaitables">What to wait for.</param>
    /// <returns>A future of the results, as of the coroutines' gather.</returns>
    /// <remarks>Cancel safety: the children are cancelled, and results that were there are lost.</remarks>
    public static Future<T[]> Gather<T>(params ReadOnlySpan<IAwaitable<T>> awaitables)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<T[]>(loop, Children.Of(loop, awaitables), false, Children.Results<T>);
    }

    /// <inheritdoc cref="Gather{T}(ReadOnlySpan{IAwaitable{T}})"/>
    public static Future<T[]> Gather<T>(IEnumerable<IAwaitable<T>> awaitables)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<T[]>(loop, Children.Of(loop, awaitables), false, Children.Results<T>);
    }

    /// <summary>Waits for .NET tasks together and gives their results in the order of the arguments.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="tasks">The tasks.</param>
    /// <returns>A future of the results, as of the coroutines' gather; cancelling it stops waiting for them.</returns>
    /// <remarks>Cancel safety: cancelling it leaves the tasks alone.</remarks>
    public static Future<T[]> Gather<T>(IEnumerable<Task<T>> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return Gather(tasks.Select(WrapFuture));
    }

    /// <inheritdoc cref="Gather{T}(IEnumerable{Task{T}})"/>
    public static Future<T[]> Gather<T>(params ReadOnlySpan<Task<T>> tasks) => Gather(tasks.ToArray().AsEnumerable());

    /// <summary>Runs coroutines beside each other until all have ended.</summary>
    /// <param name="coroutines">The coroutines; each becomes a task now.</param>
    /// <returns>A future, as of the gather with results.</returns>
    /// <remarks>Cancel safety: the children are cancelled, and results that were there are lost.</remarks>
    public static Future Gather(params ReadOnlySpan<Coroutine> coroutines)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<Nothing>(loop, Children.Of(loop, coroutines), false, static _ => default);
    }

    /// <inheritdoc cref="Gather(ReadOnlySpan{Coroutine})"/>
    public static Future Gather(IEnumerable<Coroutine> coroutines)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<Nothing>(loop, Children.Of(loop, coroutines), false, static _ => default);
    }

    /// <summary>Waits for tasks, futures and coroutines together.</summary>
    /// <param name="awaitables">What to wait for.</param>
    /// <returns>A future, as of the gather with results.</returns>
    /// <remarks>Cancel safety: the children are cancelled, and results that were there are lost.</remarks>
    public static Future Gather(params ReadOnlySpan<IAwaitable> awaitables)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<Nothing>(loop, Children.Of(loop, awaitables), false, static _ => default);
    }

    /// <inheritdoc cref="Gather(ReadOnlySpan{IAwaitable})"/>
    public static Future Gather(IEnumerable<IAwaitable> awaitables)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<Nothing>(loop, Children.Of(loop, awaitables), false, static _ => default);
    }

    /// <summary>Waits for .NET tasks together.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <returns>A future, as of the coroutines' gather; cancelling it stops waiting for them.</returns>
    /// <remarks>Cancel safety: cancelling it leaves the tasks alone.</remarks>
    public static Future Gather(IEnumerable<Task> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return Gather(tasks.Select(WrapFuture));
    }

    /// <inheritdoc cref="Gather(IEnumerable{Task})"/>
    public static Future Gather(params ReadOnlySpan<Task> tasks) => Gather(tasks.ToArray().AsEnumerable());
}
