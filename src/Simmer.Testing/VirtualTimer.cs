namespace Simmer.Testing;

/// <summary>A .NET timer on a loop's virtual time.</summary>
internal sealed class VirtualTimer(EventLoop loop, Action callback) : ITimer
{
    private TimerHandle? _handle;
    private TimeSpan _period;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Stop();
        _period = period;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Start(dueTime);
        }

        return true;
    }

    public void Dispose() => Stop();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Start(TimeSpan dueTime)
    {
        // What awaits this timer waits for the loop itself, not for something outside that would hold the time still.
        loop.Bridges++;
        _handle = loop.CallLater(dueTime, Fire);
    }

    private void Stop()
    {
        if (_handle is not null)
        {
            _handle.Cancel();
            _handle = null;
            loop.Bridges--;
        }
    }

    private void Fire()
    {
        _handle = null;
        loop.Bridges--;
        if (_period > TimeSpan.Zero)
        {
            Start(_period);
        }

        callback();
    }
}
