namespace Simmer;

/// <summary>The settings of <see cref="Asyncio.Run(Coroutine, RunnerOptions?)"/> and <see cref="Runner"/>.</summary>
public sealed record RunnerOptions
{
    internal static readonly RunnerOptions Default = new();

    /// <summary>The clock that timers run by; null for the system's monotonic one.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Which ready item runs next; null for first in, first out.</summary>
    public SchedulePolicy? Policy { get; init; }

    /// <summary>Who looks on; null for nobody.</summary>
    public LoopObserver? Observer { get; init; }

    /// <summary>Whether debug mode is on; null to ask the environment variable <c>SIMMER_DEBUG</c>.</summary>
    public bool? Debug { get; init; }

    /// <summary>What the guards watch for; null for the usual settings.</summary>
    public GuardOptions? Guards { get; init; }

    /// <summary>The loop's <see cref="EventLoop.ExceptionHandler"/>; null for the one that writes to standard error.</summary>
    public Action<EventLoop, ExceptionContext>? ExceptionHandler { get; init; }

    /// <summary>The loop's <see cref="EventLoop.WarningHandler"/>; null for the one that writes to standard error.</summary>
    public Action<EventLoop, LoopWarning>? WarningHandler { get; init; }

    /// <summary>
    /// Whether Ctrl-C is handled: the first cancels main, the second ends the process. False to leave it to the program.
    /// </summary>
    public bool HandleInterrupts { get; init; } = true;

    /// <summary>Makes the loop; null for one with the settings above.</summary>
    public Func<EventLoop>? LoopFactory { get; init; }

    internal EventLoop CreateLoop()
    {
        EventLoop loop = LoopFactory?.Invoke() ?? new EventLoop(
            new EventLoopOptions { Clock = Clock, Policy = Policy, Observer = Observer, Debug = Debug, Guards = Guards });
        loop.ExceptionHandler ??= ExceptionHandler;
        loop.WarningHandler ??= WarningHandler;
        return loop;
    }
}
