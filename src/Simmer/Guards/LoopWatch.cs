using System.Diagnostics;

namespace Simmer;

/// <summary>What the watchdog knows of one loop: where it stood at the last look, and what it has reported of that.</summary>
internal sealed class LoopWatch
{
    /// <summary>How often to look at most, in milliseconds: the total of a hold falls short of it by less than two looks.</summary>
    private const int LongestPeriod = 50;

    private readonly Lock _gate = new();
    private readonly EventLoop _loop;
    private readonly long _threshold;
    private (long Iteration, int Head) _stood;

    /// <summary>The first look and the last that found the loop where it stands: it was held between them, at least.</summary>
    private long _since;
    private long _lastHeld;
    private bool _seen;
    private long _nextReport;
    private BlockingException? _failure;

    /// <summary>What holds the loop, once it is reported.</summary>
    private volatile LoopHold? _hold;

    internal LoopWatch(EventLoop loop, TimeSpan threshold)
    {
        _loop = loop;
        _threshold = (long)(threshold.TotalSeconds * Stopwatch.Frequency);

        // A hold is found at the latest after one and a quarter times the threshold.
        Period = (int)Math.Clamp(threshold.TotalMilliseconds / 4, 1, LongestPeriod);
    }

    /// <summary>How often to look, in milliseconds.</summary>
    internal int Period { get; }

    /// <summary>Whether there is nothing to watch for: the loop sleeps, and what was reported of it is settled.</summary>
    internal bool IsQuiet => _loop.IsIdle && _hold is null;

    /// <summary>Whether the step that runs has been reported.</summary>
    internal bool HasReported => _hold is not null;

    internal void Forget()
    {
        lock (_gate)
        {
            _seen = false;
        }
    }

    internal void Look()
    {
        lock (_gate)
        {
            Look(Stopwatch.GetTimestamp());
        }
    }

    /// <summary>The loop has stopped, on its own thread.</summary>
    /// <returns>What the run is to fail with.</returns>
    internal BlockingException? Stop()
    {
        lock (_gate)
        {
            EndHold();
            return TakeFailure();
        }
    }

    private void Look(long now)
    {
        (long Iteration, int Head) stands = _loop.Position;
        if (!_seen || stands != _stood || _loop.IsIdle)
        {
            EndHold();
            _seen = true;
            _stood = stands;
            _since = now;
            _lastHeld = now;
            return;
        }

        _lastHeld = now;
        if (_loop.AllowsBlocking)
        {
            if (_hold is null)
            {
                // What is allowed does not count against what the step does afterwards.
                _since = now;
                _nextReport = 0;
            }

            return;
        }

        long held = now - _since;
        if (held < (_nextReport == 0 ? _threshold : _nextReport) || Debugger.IsAttached)
        {
            return;
        }

        TimeSpan time = Stopwatch.GetElapsedTime(_since, now);
        if (_loop.BlockedWait is { } wait)
        {
            // The wait hook says it, line and all; it will say the total, too.
            if (wait.IsReported)
            {
                _nextReport = held * 2;
                _loop.Warn(wait.StillHeld());
            }
        }
        else if (_hold is { } hold)
        {
            _nextReport = held * 2;
            _loop.Warn(hold.Continues(time));
        }
        else
        {
            _nextReport = held * 2;
            _hold = LoopHold.Of(_loop);
            _loop.Warn(_hold.Begins(time));
        }
    }

    private void EndHold()
    {
        _nextReport = 0;
        if (_hold is not { } hold)
        {
            return;
        }

        _hold = null;
        LoopWarning warning = hold.Ends(Stopwatch.GetElapsedTime(_since, _lastHeld));
        _loop.Warn(warning);
        if (_loop.BlockingPolicy == BlockingPolicy.Throw)
        {
            _failure = new BlockingException(warning.Message);
            _loop.EnqueueFromAnywhere(new Failure(this));
        }
    }

    private BlockingException? TakeFailure() => Interlocked.Exchange(ref _failure, null);

    /// <summary>Has the run fail, on the loop's thread.</summary>
    private sealed class Failure(LoopWatch watch) : LoopItem
    {
        internal override void Run(EventLoop loop)
        {
            if (watch.TakeFailure() is { } failure)
            {
                throw failure;
            }
        }

        internal override string Describe() => "failure of a run that was blocked";
    }
}
