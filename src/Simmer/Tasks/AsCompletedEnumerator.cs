namespace Simmer;

/// <summary>Enumerates futures as they are done: what <c>await foreach</c> over <c>AsCompleted</c> uses.</summary>
/// <typeparam name="TFuture">The kind of future.</typeparam>
public sealed class AsCompletedEnumerator<TFuture>
    where TFuture : Future
{
    private readonly CompletionOrder<TFuture> _order;
    private TFuture? _current;

    internal AsCompletedEnumerator(CompletionOrder<TFuture> order) => _order = order;

    /// <summary>The future that is done.</summary>
    /// <exception cref="InvalidOperationException"><see cref="MoveNextAsync"/> was not awaited.</exception>
    public TFuture Current => _current ?? throw new InvalidOperationException("MoveNextAsync was not awaited.");

    /// <summary>Waits for the next future to be done.</summary>
    /// <returns>False if there is none left.</returns>
    /// <exception cref="TimeoutException">The deadline passed.</exception>
    /// <remarks>Cancel safety: cancelled, it has taken no future: the next call gives it. The futures go on.</remarks>
    public async Coroutine<bool> MoveNextAsync()
    {
        if (!_order.TryClaim())
        {
            return false;
        }

        try
        {
            _current = await _order.Next();
        }
        catch (CancelledException)
        {
            _order.Unclaim();
            throw;
        }

        return true;
    }
}
