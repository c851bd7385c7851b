using System.Collections.Concurrent;
using Simmer.Testing;
using static Simmer.Asyncio;

namespace Simmer.Tests.Support;

/// <summary>A run with short thresholds, on a virtual clock, and what its guards found.</summary>
internal sealed class BlockingRun
{
    private readonly ConcurrentQueue<LoopWarning> _warnings = new();

    internal Action<LoopWarning>? OnWarning { get; set; }

    internal BlockingPolicy Policy { get; init; } = BlockingPolicy.Warn;

    internal bool Debug { get; init; }

    /// <summary>So long that only a test that is about it meets it.</summary>
    internal TimeSpan StepThreshold { get; init; } = TimeSpan.FromMinutes(10);

    internal TimeSpan WaitThreshold { get; init; } = TimeSpan.FromMilliseconds(1);

    internal LoopWarning[] Warnings => [.. _warnings];

    internal void Of(Func<Coroutine> body) =>
        Run(Named(body), new RunnerOptions
        {
            Clock = new VirtualClock(),
            Debug = Debug,
            HandleInterrupts = false,
            Guards = new GuardOptions
            {
                Blocking = Policy,
                WaitThreshold = WaitThreshold,
                StepThreshold = StepThreshold,
            },
            WarningHandler = (_, warning) =>
            {
                if (!IsOfTheLoop(warning))
                {
                    _warnings.Enqueue(warning);
                    OnWarning?.Invoke(warning);
                }
            },
        });

    /// <summary>Computes, as far as the loop can tell, until something is reported.</summary>
    internal static void SpinUntil(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, Until.Patience), "Nothing was reported.");

    /// <summary>On a loaded machine a lock that the loop takes for itself is held for a millisecond now and then: none of the body's calls waits.</summary>
    private static bool IsOfTheLoop(LoopWarning warning) =>
        warning is { Task: null, CallStack: null }
        && (warning.Message.Contains(": lock waits.", StringComparison.Ordinal) || warning.Message.EndsWith(": lock.", StringComparison.Ordinal));

    private static async Coroutine Named(Func<Coroutine> body)
    {
        CurrentTask()!.Name = "main";
        await body();
    }
}
