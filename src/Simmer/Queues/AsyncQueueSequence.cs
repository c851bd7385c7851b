using System.ComponentModel;

namespace Simmer;

/// <summary>What <see cref="AsyncQueue{T}.ReadAll"/> gives: the items of a queue, for <c>await foreach</c>.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class AsyncQueueSequence<T>
{
    private readonly AsyncQueue<T> _queue;

    internal AsyncQueueSequence(AsyncQueue<T> queue) => _queue = queue;

    /// <summary>For <c>await foreach</c>.</summary>
    /// <returns>The enumerator.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public AsyncQueueEnumerator<T> GetAsyncEnumerator() => new(_queue);
}
