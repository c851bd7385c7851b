using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>
/// One thread's loop: runs ready callbacks and task steps, sleeps until a timer is due or another thread calls.
/// </summary>
/// <remarks>
/// <para>One iteration waits if there is nothing to do, takes what other threads handed in, then the timers that are due,
/// and runs what was ready at that point: what a callback schedules runs in the next iteration.</para>
/// <para>A loop belongs to the thread that runs it. Only <see cref="CallSoonThreadsafe(Action, TaskContext?)"/>,
/// <see cref="Asyncio.RunCoroutineThreadsafe(Coroutine, EventLoop, CancellationToken)"/> and <see cref="Time"/> may be used from others.</para>
/// <para>Most programs never touch it: <see cref="Asyncio.Run(Coroutine, RunnerOptions?)"/> makes, runs and closes one.
/// Semantics: asyncio's event loop.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
[StackTraceHidden]
public sealed partial class EventLoop : IDisposable
{
    [ThreadStatic]
    private static EventLoop? s_current;

    /// <summary>The clock of loops made on this thread that are given none: virtual time for a program that runs its own loop.</summary>
    [ThreadStatic]
    internal static TimeProvider? AmbientClock;

    private readonly TimeProvider _clock;
    private readonly IIdleClock? _idleClock;
    private readonly long _frequency;
    private readonly SchedulePolicy? _policy;
    private readonly LoopSynchronizationContext _synchronizationContext;
    private ReadyQueue _ready = new();
    private int _taskNumber;

    /// <summary>The latest time of a timer that was due.</summary>
    private double _reached = double.NegativeInfinity;

    /// <summary>Makes a loop; it runs nothing yet.</summary>
    /// <param name="options">Clock, policy and observer; null for the usual ones.</param>
    public EventLoop(EventLoopOptions? options = null)
    {
        options ??= EventLoopOptions.Default;
        _clock = options.Clock ?? AmbientClock ?? TimeProvider.System;
        _idleClock = _clock as IIdleClock;
        _frequency = _clock.TimestampFrequency;
        _policy = options.Policy;
        _options = options;
        Observer = options.Observer;
        Guards = options.Guards ?? GuardOptions.Default;
        BlockingPolicy = Guards.EffectiveBlocking;
        Debug = options.Debug ?? DebugMode.FromEnvironment;
        BaseContext = ContextSwitch.Capture();
        _synchronizationContext = new LoopSynchronizationContext(this);
    }

    /// <summary>The loop that runs on this thread, or null.</summary>
    public static EventLoop? Current => s_current;

    /// <summary>Whether the loop runs now.</summary>
    public bool IsRunning => RunningThread is not null;

    /// <summary>Whether the loop is closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The clock's time in seconds: monotonic, with no stated beginning.</summary>
    /// <remarks>
    /// The clock counts whole ticks. A time that lies between two ticks is kept at the nearer one; from then on this is at least that
    /// time, so that a callback finds <c>handle.When &lt;= loop.Time</c>.
    /// </remarks>
    public double Time => Math.Max((double)_clock.GetTimestamp() / _frequency, Volatile.Read(ref _reached));

    /// <summary>The clock that timers run by.</summary>
    public TimeProvider Clock => _clock;

    /// <summary>Who looks on; null costs a null check.</summary>
    public LoopObserver? Observer
    {
        get => _observer;
        set
        {
            _observer = value;
            ChooseOnlooker();
        }
    }

    /// <summary>Calls after the synchronization context's rules: for .NET code that captures a context.</summary>
    public SynchronizationContext SynchronizationContext => _synchronizationContext;

    internal ExecutionContext BaseContext { get; }

    internal Thread? RunningThread { get; private set; }

    /// <summary>The task whose step runs now.</summary>
    internal LoopTask? CurrentTask { get; set; }

    /// <summary>The free frames of the thread that runs the loop.</summary>
    internal FramePools FramePools { get; private set; } = FramePools.OfThisThread;

    /// <summary>What the running step suspends on, until the step loop acts on it; no user code runs in between.</summary>
    internal SuspensionKind SuspensionKind { get; set; }

    internal object? SuspendedOn { get; set; }

    /// <summary>
    /// The address of the local in which the running frame awaits coroutines, once it is known, or 0. It is learnt when the step loop
    /// resumes a frame whose child has ended, and forgotten when the frame suspends. In between the frame is on the stack,
    /// so nobody else has a local there: foreign code that the frame has called has its own further down.
    /// </summary>
    internal nuint AwaiterSlot { get; set; }

    /// <summary>
    /// In <see cref="AwaiterSlot"/>: the next to ask a coroutine's awaiter for its result is the frame that resumes, as that is
    /// the first thing it does.
    /// </summary>
    internal const nuint NextResultTells = 1;

    /// <summary>What <see cref="AwaiterSlot"/> is when a frame resumes: <see cref="NextResultTells"/>, or 0 where no coroutine is to begin on its awaiter's stack.</summary>
    internal nuint SlotOfResumed { get; private set; } = NextResultTells;

    /// <summary>A frame asks for the result of its child; <paramref name="awaiter"/> is the local in which it awaited.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void LearnSlot(nuint awaiter)
    {
        if (AwaiterSlot == NextResultTells)
        {
            AwaiterSlot = awaiter;
        }
    }

    internal double SleepSeconds { get; set; }

    internal TimerQueue Timers { get; } = new();

    internal TaskList Tasks { get; } = new();

    internal FailureRegistry Failures { get; } = new();

    /// <summary>How many tasks wait for foreign awaiters.</summary>
    internal int ForeignWaits { get; set; }

    /// <summary>The bridge whose foreign code goes on now.</summary>
    internal Bridge? ContinuingBridge { get; set; }

    /// <summary>How many awaits foreign code has of our awaitables: waits that the loop itself will end.</summary>
    internal int Bridges { get; set; }

    /// <summary>How many iterations have begun.</summary>
    internal long Iterations { get; private set; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"<EventLoop {(IsClosed ? "closed" : IsRunning ? "running" : "stopped")} tasks={Tasks.Count} ready={_ready.Count} timers={Timers.Count}>";

    internal int NextTaskNumber() => ++_taskNumber;

    /// <summary>Throws unless the caller may touch the loop: on its thread, or before it runs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CheckAccess()
    {
        if (!IsOnItsThread)
        {
            throw LoopErrors.WrongThread(this);
        }
    }

    private void CheckClosed()
    {
        if (IsClosed)
        {
            throw LoopErrors.Closed();
        }
    }
}
