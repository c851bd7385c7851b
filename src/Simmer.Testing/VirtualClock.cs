namespace Simmer.Testing;

/// <summary>
/// Virtual time: when the loop has nothing to do and nothing outside it is under way, time jumps to the next timer, so that
/// a program that sleeps for an hour runs in a millisecond, in the same order.
/// </summary>
/// <remarks>
/// <para>Time starts at 0 and moves only when the loop would wait. While a call of <see cref="Asyncio.ToThread(Action)"/> or an executor is
/// under way, the loop really waits for it, and virtual time stands still.</para>
/// <para>What ends another .NET task, or when a peer answers on a socket, the loop cannot know: it may be a timer of this program. While
/// such a wait goes on and a timer is set, the loop waits 50 ms of real time for it each time it is idle, and then jumps to the timer; with
/// no timer set it waits as long as it takes. So a timeout in virtual time cuts a real wait short after 50 ms:
/// keep the two apart, or bring slow work in by <c>ToThread</c>.</para>
/// <para>If nothing can ever happen any more, the run ends with an <see cref="InvalidOperationException"/> that names the
/// waiting tasks, instead of hanging.</para>
/// <para><see cref="Task.Delay(TimeSpan, TimeProvider)"/> and other users of a <see cref="TimeProvider"/>'s timers run on
/// virtual time when they are started on the loop with this clock. One clock serves one loop at a time.</para>
/// </remarks>
/// <example><code>
/// var clock = new VirtualClock();
/// Asyncio.Run(Main(), new RunnerOptions { Clock = clock });
/// Console.WriteLine($"{clock.Seconds} s");
/// </code></example>
public sealed class VirtualClock : TimeProvider, IIdleClock
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private readonly DateTimeOffset _start;
    private long _now;

    /// <summary>Makes a clock at 0, on 2000-01-01 UTC.</summary>
    public VirtualClock()
        : this(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Makes a clock at 0, on a date of your own.</summary>
    /// <param name="start">The date and time at 0.</param>
    public VirtualClock(DateTimeOffset start) => _start = start;

    /// <summary>The time in seconds since the clock was made.</summary>
    public double Seconds => (double)_now / NanosecondsPerSecond;

    /// <summary>Nanoseconds: 1,000,000,000 a second.</summary>
    public override long TimestampFrequency => NanosecondsPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _now);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + TimeSpan.FromTicks(GetTimestamp() / 100);

    /// <summary>
    /// Calls a program that runs its own loop: every loop made in it, on this thread and without a clock of its own, takes
    /// this one.
    /// </summary>
    /// <param name="program">The program, which calls <see cref="Asyncio.Run(Coroutine, RunnerOptions?)"/>.</param>
    public void Run(Action program)
    {
        ArgumentNullException.ThrowIfNull(program);
        TimeProvider? outer = EventLoop.AmbientClock;
        EventLoop.AmbientClock = this;
        try
        {
            program();
        }
        finally
        {
            EventLoop.AmbientClock = outer;
        }
    }

    /// <summary>Moves the time on at once, as code that blocks for that long would.</summary>
    /// <param name="delay">How far; not negative.</param>
    public void Advance(Delay delay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(delay.Seconds);
        _now += (long)Math.Round(delay.Seconds * NanosecondsPerSecond);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">No loop with this clock runs on this thread.</exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        EventLoop? loop = EventLoop.Current;
        if (loop is null || loop.Clock != this)
        {
            throw new InvalidOperationException(
                "A timer of a VirtualClock needs the loop that runs on that clock: make it in a coroutine.");
        }

        var timer = new VirtualTimer(loop, () => callback(state), IsOnlyALimit(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Whether the timer only bounds something else, as those of a token and of <c>WaitAsync</c> do, so that nobody waits for it.</summary>
    private static bool IsOnlyALimit(object? state) =>
        state is CancellationTokenSource || state?.GetType().Name.StartsWith("CancellationPromise", StringComparison.Ordinal) == true;

    void IIdleClock.AdvanceTo(long timestamp) => _now = Math.Max(_now, timestamp);
}
