namespace Simmer.Cli.Fetching;

/// <summary>Where the bodies go.</summary>
internal interface IBodySink
{
    IBody Open(Job job);
}

/// <summary>One body on its way.</summary>
/// <remarks>
/// A cancellation does not cut a wait short: it is thrown when what was begun has ended, so the buffer is the caller's again. A
/// body that became whole meanwhile stays: <see cref="Job.IsReceived"/> tells.
/// </remarks>
internal interface IBody
{
    /// <exception cref="SinkException">It could not be written.</exception>
    Coroutine Write(ReadOnlyMemory<byte> bytes);

    /// <summary>Writes the last bytes, makes the whole visible and notes that in the job.</summary>
    /// <exception cref="SinkException">It could not be written.</exception>
    Coroutine Commit(ReadOnlyMemory<byte> bytes);

    /// <summary>Leaves nothing behind.</summary>
    Coroutine Discard();
}

/// <summary>A body could not be saved.</summary>
internal sealed class SinkException(string message, Exception inner) : Exception(message, inner);

/// <summary>Bodies are counted, not kept.</summary>
internal sealed class NoSink : IBodySink
{
    public IBody Open(Job job) => new Counted(job);

    private sealed class Counted(Job job) : IBody
    {
        public async Coroutine Write(ReadOnlyMemory<byte> bytes)
        {
        }

        public async Coroutine Commit(ReadOnlyMemory<byte> bytes) => job.IsReceived = true;

        public async Coroutine Discard()
        {
        }
    }
}
