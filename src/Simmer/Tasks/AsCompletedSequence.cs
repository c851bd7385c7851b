using System.Collections;

namespace Simmer;

/// <summary>What <c>AsCompleted</c> gives for tasks with results: an order of waiting for them, by when they are done.</summary>
/// <typeparam name="T">The type of the results.</typeparam>
/// <typeparam name="TFuture">The kind of future.</typeparam>
/// <remarks>
/// <para><c>await foreach</c> gives the futures themselves, each when it is done. <c>foreach</c> gives coroutines at
/// once: the n-th that is awaited gives the n-th result.</para>
/// <para>It is iterated once. At the deadline, the items that are not done throw <see cref="TimeoutException"/>; the
/// tasks go on. Semantics: <c>asyncio.as_completed</c>.</para>
/// </remarks>
public sealed class AsCompletedSequence<T, TFuture> : IEnumerable<Coroutine<T>>
    where TFuture : Future, IAwaitable<T>
{
    private readonly CompletionOrder<TFuture> _order;

    internal AsCompletedSequence(EventLoop loop, IEnumerable<TFuture> futures, Delay? timeout) =>
        _order = new CompletionOrder<TFuture>(loop, futures, timeout);

    /// <summary>For <c>await foreach</c>: the futures, in the order in which they are done.</summary>
    /// <returns>The enumerator.</returns>
    public AsCompletedEnumerator<TFuture> GetAsyncEnumerator() => new(_order);

    /// <summary>For <c>foreach</c>: as many coroutines as there are futures.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<Coroutine<T>> GetEnumerator()
    {
        while (_order.TryClaim())
        {
            yield return NextResult();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private async Coroutine<T> NextResult() => (await _order.Next()).ResultAs<T>();
}

/// <summary>What <c>AsCompleted</c> gives for tasks without results: an order of waiting for them, by when they are done.</summary>
/// <typeparam name="TFuture">The kind of future.</typeparam>
/// <remarks>As <see cref="AsCompletedSequence{T, TFuture}"/>; the coroutines of its <c>foreach</c> give nothing.</remarks>
public sealed class AsCompletedSequence<TFuture> : IEnumerable<Coroutine>
    where TFuture : Future
{
    private readonly CompletionOrder<TFuture> _order;

    internal AsCompletedSequence(EventLoop loop, IEnumerable<TFuture> futures, Delay? timeout) =>
        _order = new CompletionOrder<TFuture>(loop, futures, timeout);

    /// <summary>For <c>await foreach</c>: the futures, in the order in which they are done.</summary>
    /// <returns>The enumerator.</returns>
    public AsCompletedEnumerator<TFuture> GetAsyncEnumerator() => new(_order);

    /// <summary>For <c>foreach</c>: as many coroutines as there are futures.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<Coroutine> GetEnumerator()
    {
        while (_order.TryClaim())
        {
            yield return NextEnd();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private async Coroutine NextEnd() => (await _order.Next()).GetResult();
}
