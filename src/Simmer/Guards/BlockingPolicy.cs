namespace Simmer;

/// <summary>What to do about code that blocks the loop.</summary>
public enum BlockingPolicy
{
    /// <summary>Nothing; nobody watches.</summary>
    Ignore,

    /// <summary>Say so, while the loop is held.</summary>
    Warn,

    /// <summary>
    /// Throw a <see cref="BlockingException"/> at the line that waits. What cannot be interrupted (a sleep, a system call, a
    /// computation) is reported, and ends the run with that exception when it is over.
    /// </summary>
    Throw,
}
