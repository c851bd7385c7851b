namespace Simmer;

/// <summary>A queue that gives out the least item first; of equal items, the one that was put first.</summary>
/// <typeparam name="T">The type of the items: comparable, unless a comparer is given. Tuples compare by their first element first.</typeparam>
/// <remarks>See <see cref="AsyncQueue{T}"/> for the rules. Semantics: <c>asyncio.PriorityQueue</c>, which promises no order of equal items.</remarks>
/// <example><code>
/// var jobs = new AsyncPriorityQueue&lt;(int Priority, string Name)&gt;();
/// jobs.PutNowait((2, "sweep"));
/// jobs.PutNowait((1, "put out the fire"));
/// var (_, first) = await jobs.Get();   // put out the fire
/// </code></example>
public sealed class AsyncPriorityQueue<T> : AsyncQueue<T>
{
    /// <summary>Makes a queue.</summary>
    /// <param name="maxSize">How many items it has room for; zero or less for no limit.</param>
    /// <param name="comparer">The order; null for the items' own.</param>
    public AsyncPriorityQueue(int maxSize = 0, IComparer<T>? comparer = null)
        : base(maxSize, new HeapStore<T>(comparer ?? Comparer<T>.Default))
    {
    }

    /// <summary>Makes a queue without a limit.</summary>
    /// <param name="comparer">The order; null for the items' own.</param>
    public AsyncPriorityQueue(IComparer<T>? comparer)
        : this(0, comparer)
    {
    }
}
