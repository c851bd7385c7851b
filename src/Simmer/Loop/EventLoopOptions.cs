namespace Simmer;

/// <summary>The settings of an <see cref="EventLoop"/>.</summary>
public sealed record EventLoopOptions
{
    internal static readonly EventLoopOptions Default = new();

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
}
