namespace Simmer.Analyzers;

/// <summary>Which rule speaks of a call.</summary>
internal enum BlockingKind
{
    /// <summary>It waits for time, a thread, a task, a lock, a person.</summary>
    Waits,

    /// <summary>It does I/O, or a database's work.</summary>
    IO,

    /// <summary>It runs a loop, which throws on a thread that runs one.</summary>
    Run,
}

/// <summary>One line of the list.</summary>
internal sealed class BlockingCall(BlockingKind kind, string type, string member, string reason, string advice)
{
    internal BlockingKind Kind { get; } = kind;

    /// <summary>The metadata name of the type.</summary>
    internal string Type { get; } = type;

    internal string Member { get; } = member;

    /// <summary>Why it blocks, to follow "it".</summary>
    internal string Reason { get; } = reason;

    /// <summary>What to write instead.</summary>
    internal string Advice { get; } = advice;
}
