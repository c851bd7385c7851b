namespace Simmer;

/// <summary>What a <see cref="LoopWarning"/> is about.</summary>
public enum LoopWarningKind
{
    /// <summary>A coroutine was called and never awaited: its body never ran.</summary>
    NeverAwaited,

    /// <summary>A step or callback holds the loop: nothing else runs meanwhile.</summary>
    Blocking,

    /// <summary>In debug mode, a step or callback took long.</summary>
    SlowStep,

    /// <summary>In debug mode, a task goes on for ever without waiting for anything.</summary>
    BusyTask,

    /// <summary>Tasks wait for each other, or for a lock whose holder has ended.</summary>
    Deadlock,

    /// <summary>In debug mode, a task swallowed a cancellation.</summary>
    SwallowedCancellation,

    /// <summary>In debug mode, a task goes on long after it was cancelled.</summary>
    OutlivedCancellation,
}
