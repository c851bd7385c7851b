using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>Listens to signals: what <c>await foreach</c> over <see cref="Asyncio.Signals"/> uses.</summary>
public sealed class SignalEnumerator
{
    private readonly EventLoop _loop;
    private readonly Source[] _sources;
    private readonly Queue<Source> _arrived = new();
    private Future<Nothing>? _wait;
    private bool _isDisposed;

    internal SignalEnumerator(EventLoop loop, PosixSignal[] signals)
    {
        _loop = loop;
        _sources = [.. signals.DistinctBy(SignalNumbers.ToHandle).Select(signal => new Source(this, signal))];
        try
        {
            foreach (Source source in _sources)
            {
                source.Registration = new SignalRegistration(loop, source.Signal, source);
            }
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>The signal, as it was named in the call of <see cref="Asyncio.Signals"/>.</summary>
    public PosixSignal Current { get; private set; }

    /// <summary>Waits for the next signal.</summary>
    /// <returns>True; false once disposed of.</returns>
    /// <exception cref="InvalidOperationException">Another call is waiting.</exception>
    /// <remarks>Cancel safety: cancelled, it has taken no signal.</remarks>
    public async Coroutine<bool> MoveNextAsync()
    {
        _loop.CheckAccess();
        if (_wait is not null)
        {
            throw new InvalidOperationException("Another coroutine is waiting for the next signal of this sequence. Let each have its own.");
        }

        while (_arrived.Count == 0)
        {
            if (_isDisposed)
            {
                return false;
            }

            _wait = new Future<Nothing>(_loop);
            try
            {
                await _wait;
            }
            finally
            {
                _wait = null;
            }
        }

        Source source = _arrived.Dequeue();
        source.IsWaiting = false;
        Current = source.Signal;
        return true;
    }

    /// <summary>Ends listening: the signals have their usual effect again.</summary>
    /// <returns>A value task that is done.</returns>
    public ValueTask DisposeAsync()
    {
        _loop.CheckAccess();
        Release();
        _arrived.Clear();
        _wait?.TrySetResult(default);
        return default;
    }

    private void Release()
    {
        _isDisposed = true;
        foreach (Source source in _sources)
        {
            source.Registration?.Dispose();
        }
    }

    /// <summary>One signal that is listened to. It waits once, however often it has come since it was taken last.</summary>
    private sealed class Source(SignalEnumerator owner, PosixSignal signal) : LoopItem
    {
        internal PosixSignal Signal => signal;

        internal SignalRegistration? Registration { get; set; }

        internal bool IsWaiting { get; set; }

        internal override void Run(EventLoop loop)
        {
            if (!IsWaiting && !owner._isDisposed)
            {
                IsWaiting = true;
                owner._arrived.Enqueue(this);
                owner._wait?.TrySetResult(default);
            }
        }

        internal override string Describe() => $"signal {signal}";
    }
}
