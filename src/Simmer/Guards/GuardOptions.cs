using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>What the guards of a loop watch for, and from when they speak.</summary>
/// <remarks>The usual settings cost a running program nothing that can be measured; <c>docs/guards.md</c> has the numbers.</remarks>
/// <example><code>
/// Asyncio.Run(Main(), new RunnerOptions { Guards = new() { Blocking = BlockingPolicy.Throw } });
/// </code></example>
public sealed record GuardOptions
{
    internal static readonly GuardOptions Default = new();

    /// <summary>
    /// What to do about code that blocks the loop; null for the environment variable <c>SIMMER_BLOCKING</c>
    /// (<c>ignore</c>, <c>warn</c> or <c>throw</c>), and without that a warning.
    /// </summary>
    public BlockingPolicy? Blocking { get; init; }

    /// <summary>
    /// How long a wait for a .NET lock, task, thread or handle may hold the loop before it is reported at its line; null for
    /// 0.1 s, in debug mode 0.01 s; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for never.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, and not infinite.</exception>
    public TimeSpan? WaitThreshold { get; init => field = Checked(value); }

    /// <summary>
    /// How long a step or callback may hold the loop before the watchdog reports it; null for 1 s;
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for never. Real time, whatever the loop's clock.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, and not infinite.</exception>
    /// <remarks>In debug mode shorter steps are reported too, when they have ended: <see cref="EventLoop.SlowCallbackDuration"/>.</remarks>
    public TimeSpan? StepThreshold { get; init => field = Checked(value); }

    /// <summary>Whether coroutines that nobody awaited are reported, at the latest when the loop closes.</summary>
    public bool NeverAwaited { get; init; } = true;

    /// <summary>Whether a deadlock ends the run with a <see cref="DeadlockException"/> instead of waiting for ever.</summary>
    public bool Deadlocks { get; init; } = true;

    /// <summary>
    /// In debug mode, how long a task may go on after it was cancelled before it is named;
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for ever.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, and not infinite.</exception>
    public TimeSpan CancellationGrace { get; init => field = Checked(value).GetValueOrDefault(); } = TimeSpan.FromSeconds(10);

    /// <summary>In debug mode, how many times a task may yield in a row, without waiting for anything, before it is named.</summary>
    public int BusyYields { get; init; } = 100_000;

    /// <summary>A time as the guards count: the infinite one is as long as can be.</summary>
    internal static TimeSpan Counted(TimeSpan time) => time == System.Threading.Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : time;

    private static TimeSpan? Checked(TimeSpan? time, [CallerMemberName] string? option = null) =>
        time is not { } given || given == System.Threading.Timeout.InfiniteTimeSpan || given >= TimeSpan.Zero
            ? time
            : throw new ArgumentOutOfRangeException(option, time, "A threshold is not negative. Timeout.InfiniteTimeSpan is never reached.");

    internal BlockingPolicy EffectiveBlocking => Blocking ?? GuardSettings.BlockingFromEnvironment ?? BlockingPolicy.Warn;
}

/// <summary>What the environment says of the guards.</summary>
internal static class GuardSettings
{
    internal static BlockingPolicy? BlockingFromEnvironment => Read(Environment.GetEnvironmentVariable("SIMMER_BLOCKING"));

    internal static BlockingPolicy? Read(string? value) => value?.Trim().ToUpperInvariant() switch
    {
        null or "" => null,
        "IGNORE" => BlockingPolicy.Ignore,
        "WARN" => BlockingPolicy.Warn,
        "THROW" => BlockingPolicy.Throw,
        _ => throw new InvalidOperationException(
            $"The environment variable SIMMER_BLOCKING is '{value}'. Set it to ignore, warn or throw."),
    };
}
