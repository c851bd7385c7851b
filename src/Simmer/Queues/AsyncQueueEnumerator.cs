using System.Diagnostics.CodeAnalysis;

namespace Simmer;

/// <summary>Takes items from a queue: what <c>await foreach</c> over <see cref="AsyncQueue{T}.ReadAll"/> uses.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class AsyncQueueEnumerator<T>
{
    private readonly AsyncQueue<T> _queue;

    internal AsyncQueueEnumerator(AsyncQueue<T> queue) => _queue = queue;

    /// <summary>The item.</summary>
    [AllowNull]
    public T Current { get; private set; } = default!;

    /// <summary>Waits for the next item and takes it.</summary>
    /// <returns>False if the queue is shut down and empty.</returns>
    /// <remarks>Cancel safety: cancelled, it has taken no item.</remarks>
    public async Coroutine<bool> MoveNextAsync()
    {
        Current = default;
        if (_queue.IsEmpty && !await _queue.WaitToTake())
        {
            return false;
        }

        Current = _queue.GetNowait();
        return true;
    }
}
