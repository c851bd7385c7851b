namespace Simmer;

/// <summary>The settings of <see cref="Asyncio.CreateSubprocessExec"/> and <see cref="Asyncio.CreateSubprocessShell"/>.</summary>
public sealed record SubprocessOptions
{
    internal static readonly SubprocessOptions Default = new();

    /// <summary>The child's standard input.</summary>
    public StandardStream StandardInput { get; init; } = StandardStream.Inherit;

    /// <summary>The child's standard output.</summary>
    public StandardStream StandardOutput { get; init; } = StandardStream.Inherit;

    /// <summary>The child's standard error.</summary>
    public StandardStream StandardError { get; init; } = StandardStream.Inherit;

    /// <summary>The directory it runs in; null for this process's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>All its environment variables; null for this process's. The program is looked for in this <c>PATH</c>.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>The process group it joins: 0 for a new one, of which it is the leader; null for this process's.</summary>
    /// <remarks>A group of its own is not reached by a Ctrl-C at the terminal, and can be signalled as a whole.</remarks>
    public int? ProcessGroup { get; init; }

    /// <summary>Whether it leads a new session, without a terminal, and a new process group in it.</summary>
    public bool StartNewSession { get; init; }

    /// <summary>The <see cref="LoopStream.Limit"/> of its streams.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int Limit { get; init => field = Positive.Checked(value); } = LoopStream.DefaultLimit;

    /// <summary>Whether it leads a process group of its own.</summary>
    internal bool IsGroupLeader => StartNewSession || ProcessGroup == 0;

    internal StandardStream this[int index] => index switch
    {
        0 => StandardInput,
        1 => StandardOutput,
        _ => StandardError,
    };

    internal void Check()
    {
        for (int i = 0; i < 3; i++)
        {
            ArgumentNullException.ThrowIfNull(this[i], "options");
        }

        if (StandardInput == StandardStream.StandardOutput || StandardOutput == StandardStream.StandardOutput)
        {
            throw new ArgumentException("Only the standard error can go where the standard output goes.", "options");
        }

        if (ProcessGroup is { } group)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(group, "options.ProcessGroup");
        }
    }
}
