namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Runs a body for each item, so many at a time; the items are taken only as there is room.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items; a lazy sequence is never held in memory.</param>
    /// <param name="limit">How many bodies run at a time; at least 1.</param>
    /// <param name="body">What to run for an item.</param>
    /// <returns>A coroutine that ends when every body has.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    /// <remarks>
    /// The first error takes no more items, cancels the bodies that run, waits for them and is thrown; with several errors,
    /// an <see cref="AggregateException"/>. Cancel safety: the bodies are cancelled and waited for.
    /// </remarks>
    /// <example><code>
    /// await ForEach(urls, limit: 100, Fetch);
    /// </code></example>
    public static Coroutine ForEach<T>(IEnumerable<T> items, int limit, Func<T, Coroutine> body)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Bounded.ForEach(items, limit, body);
    }

    /// <summary>Runs the coroutines of a lazy sequence, so many at a time, and gives their results in its order.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="coroutines">The coroutines; each is taken only as there is room.</param>
    /// <param name="limit">How many run at a time; at least 1.</param>
    /// <returns>The results.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    /// <remarks>
    /// Unlike the gather without a limit, the first error ends it: no more coroutines are taken, those that run are
    /// cancelled and waited for. Cancel safety: no more coroutines are taken, those that run are cancelled and waited for.
    /// </remarks>
    /// <example><code>
    /// int[] lengths = await Gather(urls.Select(FetchLength), limit: 100);
    /// </code></example>
    public static Coroutine<T[]> Gather<T>(IEnumerable<Coroutine<T>> coroutines, int limit)
    {
        ArgumentNullException.ThrowIfNull(coroutines);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Bounded.Gather(coroutines, limit);
    }

    /// <summary>Runs the coroutines of a lazy sequence, so many at a time, and gives how each ended, in its order.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="coroutines">The coroutines; each is taken only as there is room.</param>
    /// <param name="limit">How many run at a time; at least 1.</param>
    /// <returns>The outcomes: an error ends its own coroutine and no other.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    /// <remarks>
    /// An error of the sequence itself ends it and is thrown. Cancel safety: no more coroutines are taken, those that run
    /// are cancelled and waited for.
    /// </remarks>
    public static Coroutine<Outcome<T>[]> GatherOutcomes<T>(IEnumerable<Coroutine<T>> coroutines, int limit)
    {
        ArgumentNullException.ThrowIfNull(coroutines);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Bounded.GatherOutcomes(coroutines, limit);
    }
}
