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

    /// <summary>
    /// Looks up a host's addresses, in order of preference; null for the system's resolver, called on a thread. Addresses that are
    /// written as such are not looked up.
    /// </summary>
    public Func<string, Coroutine<System.Net.IPAddress[]>>? Resolver { get; init; }

    /// <summary>How long a host's addresses are kept, on the loop's clock; zero to ask each time. 10 s at first.</summary>
    /// <remarks>The system does not tell how long they are valid. What failed is not kept.</remarks>
    public Delay NameCacheTime { get; init; } = 10;

    /// <summary>Whether I/O goes through .NET's sockets also where the loop could do it itself; null to ask <c>SIMMER_REACTOR</c>.</summary>
    internal bool? PortableReactor { get; init; }

    /// <summary>What the guards watch for; null for the usual settings.</summary>
    public GuardOptions? Guards { get; init; }
}
