namespace Simmer.AspNetCore;

/// <summary>The settings of Kestrel's transport on event loops.</summary>
public sealed class SimmerTransportOptions
{
    /// <summary>How many loops there are, each on a thread of its own; as many as the process has cores at first.</summary>
    /// <remarks>Connections are dealt out to the loops in turn and stay where they are.</remarks>
    public int LoopCount { get; set; } = Environment.ProcessorCount;

    /// <summary>Where Kestrel and the application run; on the connection's loop at first.</summary>
    public ApplicationScheduling Scheduling { get; set; } = ApplicationScheduling.Loop;

    /// <summary>How many connections the system keeps until they are accepted; the system has a limit of its own.</summary>
    public int Backlog { get; set; } = 1024;

    /// <summary>How many bytes are read ahead of the application before the client has to wait; null for any number. 1 MB at first.</summary>
    public long? MaxReadBufferSize { get; set; } = 1024 * 1024;

    /// <summary>How many bytes the application may be ahead of the client before it has to wait; null for any number. 64 kB at first.</summary>
    public long? MaxWriteBufferSize { get; set; } = 64 * 1024;

    /// <summary>The settings of each loop: its clock, observer, debug mode. Null for the usual ones.</summary>
    public EventLoopOptions? Loop { get; set; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LoopCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Backlog);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxReadBufferSize ?? 0, nameof(MaxReadBufferSize));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxWriteBufferSize ?? 0, nameof(MaxWriteBufferSize));
    }
}

/// <summary>Where the application's code goes on after it has waited for its connection.</summary>
public enum ApplicationScheduling
{
    /// <summary>
    /// On the connection's loop, in the same go: the fastest, for code that awaits and does not block. Code that blocks stops all
    /// connections of the loop.
    /// </summary>
    Loop,

    /// <summary>On .NET's thread pool, as with Kestrel's usual transport: for code that may block.</summary>
    ThreadPool,
}
