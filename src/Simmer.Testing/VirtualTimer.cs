namespace Simmer.Testing;

/// <summary>A .NET timer on a loop's virtual time.</summary>
internal sealed class VirtualTimer(EventLoop loop, Action callback, bool isOnlyALimit) : ITimer
{
    /// <summary>What awaits this timer waits for the loop itself, not for something outside that would hold the time still.</summary>
    private readonly int _bridges = isOnlyALimit ? 0 : 1;
    private TimerHandle? _handle;
    private TimeSpan _period;
    private volatile bool _isDisposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed)
        {
            return false;
        }

        Stop();
        _period = period;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Start(dueTime);
        }

        return true;
    }

    public void Dispose()
    {
        _isDisposed = true;
        if (EventLoop.Current == loop || loop.IsClosed)
        {
            Stop();
            return;
        }

        try
        {
            // The end of what it bounds, on another thread, which an error out of here would end the process on.
            loop.CallSoonThreadsafe(Stop);
        }
        catch (InvalidOperationException)
        {
            // The loop was closed meanwhile, and its timers with it.
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Start(TimeSpan dueTime)
    {
        loop.Bridges += _bridges;
        _handle = loop.CallLater(dueTime, Fire);
    }

    private void Stop()
    {
        if (_handle is not null)
        {
            _handle.Cancel();
            _handle = null;
            loop.Bridges -= _bridges;
        }
    }

    private void Fire()
    {
        _handle = null;
        loop.Bridges -= _bridges;
        if (_isDisposed)
        {
            return;
        }

        if (_period > TimeSpan.Zero)
        {
            Start(_period);
        }

        callback();
    }
}
