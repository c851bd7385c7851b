namespace Simmer;

/// <summary>A part of a task in which blocking the loop is not reported: made by <see cref="Asyncio.AllowBlocking"/>.</summary>
public sealed class BlockingScope : IDisposable
{
    private readonly TaskExtras? _extras;
    private readonly EventLoop? _loop;
    private bool _disposed;

    internal BlockingScope(EventLoop? loop)
    {
        _extras = loop?.CurrentTask?.Extras;
        _loop = _extras is null ? loop : null;
        Count(1);
    }

    /// <summary>Ends the part. Further calls do nothing.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Count(-1);
        }
    }

    private void Count(int change)
    {
        if (_extras is not null)
        {
            _extras.BlockingScopes += change;
        }
        else if (_loop is not null)
        {
            _loop.BlockingScopes += change;
        }
    }
}
