using System.Diagnostics;

namespace Simmer;

/// <summary>What the guards against blocking need of the loop. The watchdog reads it from its thread.</summary>
public sealed partial class EventLoop
{
    private const long ForEver = -1;
    private static readonly TimeSpan s_usualStep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_usualWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_usualWaitInDebug = TimeSpan.FromMilliseconds(10);
    private volatile bool _idle;
    private LoopWatch? _watch;

    /// <summary>What is done about code that blocks the loop.</summary>
    internal BlockingPolicy BlockingPolicy { get; }

    /// <summary>Whether the loop waits for something to do.</summary>
    internal bool IsIdle => _idle;

    /// <summary>Where the loop is: differs whenever it has begun another iteration, or taken another item.</summary>
    internal (long Iteration, int Head) Position => (Iterations, _ready.Head);

    /// <summary>The task or callback that runs now.</summary>
    internal LoopItem? RunningItem => _ready.LastTaken;

    /// <summary>In debug mode, the frame that runs now, and the state in which it stood before.</summary>
    internal Frame? RunningFrame { get; set; }

    internal int RunningState { get; set; }

    /// <summary>The reported wait that blocks the loop now.</summary>
    internal BlockingWait? BlockedWait { get; set; }

    /// <summary>How many parts of callbacks that may block the loop are open.</summary>
    internal int BlockingScopes { get; set; }

    /// <summary>How long a wait may hold the loop before it is reported, in milliseconds.</summary>
    internal int WaitPatience =>
        (int)GuardOptions.Counted(Guards.WaitThreshold ?? (_debug ? s_usualWaitInDebug : s_usualWait)).TotalMilliseconds;

    /// <summary>Whether what runs now may block.</summary>
    internal bool AllowsBlocking =>
        CurrentTask is { } task ? task.ExtrasOrNull is { BlockingScopes: > 0 } : BlockingScopes > 0;

    /// <summary>Whether a wait on this thread is this loop's, and to be reported. What reports it may wait as it likes.</summary>
    internal bool MindsBlocking =>
        s_current == this && BlockedWait is null && !AllowsBlocking && !Debugger.IsAttached;

    private void BeginWatch()
    {
        if (BlockingPolicy != BlockingPolicy.Ignore)
        {
            _watch = new LoopWatch(this, GuardOptions.Counted(Guards.StepThreshold ?? s_usualStep));
            Watchdog.Add(_watch);
        }
    }

    /// <returns>What the run is to fail with.</returns>
    private BlockingException? EndWatch()
    {
        if (_watch is not { } watch)
        {
            return null;
        }

        _watch = null;
        Watchdog.Remove(watch);
        return watch.Stop();
    }

    /// <summary>Sleeps until something comes or the time is over: the one wait that may hold the loop.</summary>
    /// <param name="nanoseconds">The time, or <see cref="ForEver"/>.</param>
    private void Rest(long nanoseconds)
    {
        _idle = true;
        try
        {
            if (_poller is { } poller)
            {
                _inbox.WaitIn(poller, nanoseconds);
            }
            else
            {
                RestAtInbox(nanoseconds);
            }
        }
        finally
        {
            _idle = false;
        }

        if (_watch is not null)
        {
            Watchdog.LoopWoke();
        }
    }

    /// <summary>The wait of a loop that has no reactor to wait in.</summary>
    private void RestAtInbox(long nanoseconds)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            // Rounded up: a timer is never early.
            long milliseconds = nanoseconds == ForEver ? System.Threading.Timeout.Infinite : (nanoseconds + 999_999) / 1_000_000;
            _inbox.Wait((int)Math.Min(milliseconds, int.MaxValue - 1));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(_synchronizationContext);
        }
    }
}
