using System.Diagnostics;

namespace Simmer;

/// <summary>What the guards need of the loop.</summary>
public sealed partial class EventLoop
{
    private TicketList? _tickets;
    private LoopObserver? _observer;
    private bool _debug;

    /// <summary>What the thread's pools had out when this loop first ran; null if they cannot tell what this loop forgot.</summary>
    private int[]? _framesOutBefore;

    private FramePools? _framesCounted;

    /// <summary>The number that those pools know this loop by.</summary>
    private int _poolUser;

    /// <summary>The kinds of the frames that came from elsewhere while the loop did not run: its next run's thread gets them.</summary>
    private List<int>? _adoptedBeforeRun;

    /// <summary>
    /// Called with what the guards find: coroutines that nobody awaited, code that blocks the loop, tasks that wait for each
    /// other. Null to write it to standard error.
    /// </summary>
    /// <remarks>
    /// May be called on any thread: while the loop is held, it is the watchdog's. It must not wait for the loop: a run that ends
    /// waits for it. These are no errors of callbacks or tasks, which go to <see cref="ExceptionHandler"/>.
    /// </remarks>
    public Action<EventLoop, LoopWarning>? WarningHandler { get; set; }

    /// <summary>Whether debug mode is on: from the options, or the environment variable <c>SIMMER_DEBUG</c>.</summary>
    public bool Debug
    {
        get => _debug;
        set
        {
            CheckAccess();
            if (_debug == value)
            {
                return;
            }

            _debug = value;
            AnyInDebugMode |= value;
            _framesOutBefore = null;

            // In debug mode every coroutine begins from the step loop, which looks at each, and none is pooled.
            SlotOfResumed = value ? 0 : NextResultTells;
            AwaiterSlot = 0;
            ChooseOnlooker();
            if (IsRunning)
            {
                ChoosePools();
            }
        }
    }

    /// <summary>Whether any loop of the process was ever in debug mode: one plain read for what asks often.</summary>
    internal static bool AnyInDebugMode { get; private set; }

    internal GuardOptions Guards { get; }

    /// <summary>Who is told of the tasks: the <see cref="Observer"/>, by way of debug mode if that is on; null for nobody.</summary>
    internal LoopObserver? Onlooker { get; private set; }

    /// <summary>Hands a warning to <see cref="WarningHandler"/>, or writes it to standard error. From any thread.</summary>
    internal void Warn(LoopWarning warning)
    {
        if (WarningHandler is not { } handler)
        {
            StandardError.Write(warning);
            return;
        }

        try
        {
            handler(this, warning);
        }
        catch (Exception error)
        {
            DefaultExceptionHandler(new ExceptionContext("Unhandled error in the warning handler") { Exception = error });
            StandardError.Write(warning);
        }
    }

    /// <summary>A frame is made that comes from no pool.</summary>
    internal void OnFrameMade(Frame frame)
    {
        if (!_debug)
        {
            FramePools.CountMade(frame.Kind);
        }
        else if (Guards.NeverAwaited)
        {
            CreationTicket.Attach(_tickets ??= new TicketList(), frame, this, new StackTrace(fNeedFileInfo: true));
        }
    }

    /// <summary>A coroutine that was called elsewhere, outside a loop or on another one, is begun here.</summary>
    internal void Adopt(Frame frame)
    {
        if (frame.Loop is null)
        {
            NeverAwaited.OnBegun(frame);
        }

        // Before a run it is not known on which thread it will be.
        FramePools? from = frame.Loop?.FramePools;
        FramePools? to = IsRunning ? FramePools : null;
        if (from is null || from != to)
        {
            from?.CountEmigrated(frame.Kind);
            if (to is not null)
            {
                to.CountMade(frame.Kind);
            }
            else
            {
                (_adoptedBeforeRun ??= []).Add(frame.Kind);
            }
        }

        frame.Loop = this;
    }

    private void ChooseOnlooker() => Onlooker = _debug ? new DebugObserver(this, _observer) : _observer;

    private void ChoosePools()
    {
        FramePools pools = _debug ? new FramePools(keeps: false) : FramePools.OfThisThread;
        if (_framesCounted is null)
        {
            _framesCounted = pools;
            _poolUser = pools.AddUser();
            _framesOutBefore = pools.CountOut();
        }
        else if (_framesCounted != pools)
        {
            // Frames made on one thread come back on another: neither thread's pools can tell.
            _framesOutBefore = null;
        }
        else if (pools.LastUser != _poolUser)
        {
            // Another loop has run on the thread: what is out may be its own, of which both are to say nothing.
            _framesOutBefore = null;
            pools.LastUser = _poolUser;
        }

        FramePools = pools;
        if (_adoptedBeforeRun is { Count: > 0 } adopted)
        {
            adopted.ForEach(pools.CountMade);
            adopted.Clear();
        }
    }

    /// <summary>Reports, at the loop's end, the coroutines that were never begun.</summary>
    private void ReportNeverAwaited()
    {
        if (!Guards.NeverAwaited)
        {
            return;
        }

        foreach (CreationTicket ticket in _tickets?.TakeForgotten() ?? [])
        {
            Warn(ticket.ToWarning());
        }

        if (_framesOutBefore is { } before && !_debug && FramePools.LastUser == _poolUser)
        {
            foreach ((Type machine, int count) in FramePools.TakeForgotten(before, Tasks.ToArray()))
            {
                Warn(NeverAwaited.Warning(machine, count, []));
            }
        }
    }
}
