namespace Simmer;

/// <summary>Enumerates futures as they are done: what <c>await foreach</c> over <c>AsCompleted</c> uses.</summary>
/// <typeparam name="T">The type of the results.</typeparam>
/// <typeparam name="TFuture">The kind of future.</typeparam>
public sealed class AsCompletedEnumerator<T, TFuture>
    where TFuture : Future, IAwaitable<T>
{
    private readonly AsCompletedSequence<T, TFuture> _sequence;
    private TFuture? _current;

    internal AsCompletedEnumerator(AsCompletedSequence<T, TFuture> sequence) => _sequence = sequence;

    /// <summary>The future that is done.</summary>
    public TFuture Current => _current ?? throw new InvalidOperationException("MoveNextAsync was not awaited.");

    /// <summary>Waits for the next future to be done.</summary>
    /// <returns>False if there is none left.</returns>
    /// <exception cref="TimeoutException">The deadline passed.</exception>
    public async Coroutine<bool> MoveNextAsync()
    {
        if (_sequence.Left == 0)
        {
            return false;
        }

        _sequence.Left--;
        _current = await _sequence.Next();
        return true;
    }
}
