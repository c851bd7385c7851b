namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Runs coroutines beside each other until all have ended, and gives how each ended.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="coroutines">The coroutines; each becomes a task now.</param>
    /// <returns>A future of the outcomes, in the order of the arguments. Cancelling it cancels every child.</returns>
    /// <remarks>
    /// Cancel safety: the children are cancelled, and results that were there are lost. <c>asyncio.gather(…,
    /// return_exceptions=True)</c>.
    /// </remarks>
    public static Future<Outcome<T>[]> GatherOutcomes<T>(params ReadOnlySpan<Coroutine<T>> coroutines)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<Outcome<T>[]>(loop, Children.Of(loop, coroutines), true, Children.Outcomes<T>);
    }

    /// <inheritdoc cref="GatherOutcomes{T}(ReadOnlySpan{Coroutine{T}})"/>
    public static Future<Outcome<T>[]> GatherOutcomes<T>(IEnumerable<Coroutine<T>> coroutines)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<Outcome<T>[]>(loop, Children.Of(loop, coroutines), true, Children.Outcomes<T>);
    }

    /// <summary>Waits for tasks, futures and coroutines together, and gives how each ended.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="awaitables">What to wait for.</param>
    /// <returns>A future of the outcomes, in the order of the arguments. Cancelling it cancels every child.</returns>
    /// <remarks>Cancel safety: the children are cancelled, and results that were there are lost.</remarks>
    public static Future<Outcome<T>[]> GatherOutcomes<T>(params ReadOnlySpan<IAwaitable<T>> awaitables)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<Outcome<T>[]>(loop, Children.Of(loop, awaitables), true, Children.Outcomes<T>);
    }

    /// <inheritdoc cref="GatherOutcomes{T}(ReadOnlySpan{IAwaitable{T}})"/>
    public static Future<Outcome<T>[]> GatherOutcomes<T>(IEnumerable<IAwaitable<T>> awaitables)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<Outcome<T>[]>(loop, Children.Of(loop, awaitables), true, Children.Outcomes<T>);
    }

    /// <summary>Waits for tasks, futures and coroutines without results together, and gives how each ended.</summary>
    /// <param name="awaitables">What to wait for.</param>
    /// <returns>A future of the outcomes, whose values are null. Cancelling it cancels every child.</returns>
    /// <remarks>Cancel safety: the children are cancelled, and results that were there are lost.</remarks>
    public static Future<Outcome<object?>[]> GatherOutcomes(IEnumerable<IAwaitable> awaitables)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<Outcome<object?>[]>(loop, Children.Of(loop, awaitables), true, Children.Outcomes);
    }

    /// <inheritdoc cref="GatherOutcomes(IEnumerable{IAwaitable})"/>
    /// <param name="coroutines">The coroutines; each becomes a task now.</param>
    public static Future<Outcome<object?>[]> GatherOutcomes(params ReadOnlySpan<Coroutine> coroutines)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<Outcome<object?>[]>(loop, Children.Of(loop, coroutines), true, Children.Outcomes);
    }

    /// <inheritdoc cref="GatherOutcomes(IEnumerable{IAwaitable})"/>
    /// <param name="coroutines">The coroutines; each becomes a task now.</param>
    public static Future<Outcome<object?>[]> GatherOutcomes(IEnumerable<Coroutine> coroutines)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<Outcome<object?>[]>(loop, Children.Of(loop, coroutines), true, Children.Outcomes);
    }

    /// <inheritdoc cref="GatherOutcomes(IEnumerable{IAwaitable})"/>
    public static Future<Outcome<object?>[]> GatherOutcomes(params ReadOnlySpan<IAwaitable> awaitables)
    {
        EventLoop loop = RunningLoop("gather");
        return new GatherFuture<Outcome<object?>[]>(loop, Children.Of(loop, awaitables), true, Children.Outcomes);
    }

    /// <summary>Waits for .NET tasks together, and gives how each ended.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="tasks">The tasks.</param>
    /// <returns>A future of the outcomes, in the order of the arguments; cancelling it stops waiting for the tasks.</returns>
    /// <remarks>Cancel safety: cancelling it leaves the tasks alone.</remarks>
    public static Future<Outcome<T>[]> GatherOutcomes<T>(IEnumerable<Task<T>> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return GatherOutcomes(tasks.Select(WrapFuture));
    }

    /// <inheritdoc cref="GatherOutcomes{T}(IEnumerable{Task{T}})"/>
    public static Future<Outcome<T>[]> GatherOutcomes<T>(params ReadOnlySpan<Task<T>> tasks) =>
        GatherOutcomes(tasks.ToArray().AsEnumerable());
}
