namespace Simmer.Cli.Fetching;

/// <summary>Where the bodies go.</summary>
internal interface IBodySink
{
    IBody Open(Job job);
}

/// <summary>One body on its way. Its waits are not cut short by a cancellation: the buffer is the caller's again when they end.</summary>
internal interface IBody
{
    /// <exception cref="SinkException">It could not be written.</exception>
    Coroutine Write(ReadOnlyMemory<byte> bytes);

    /// <summary>Writes the last bytes and makes the whole visible.</summary>
    /// <returns>Its name.</returns>
    /// <exception cref="SinkException">It could not be written.</exception>
    Coroutine<string?> Commit(ReadOnlyMemory<byte> bytes);

    /// <summary>Leaves nothing behind.</summary>
    Coroutine Discard();
}

/// <summary>A body could not be saved.</summary>
internal sealed class SinkException(string message, Exception inner) : Exception(message, inner);

/// <summary>Bodies are counted, not kept.</summary>
internal sealed class NoSink : IBodySink, IBody
{
    public IBody Open(Job job) => this;

    public Coroutine Write(ReadOnlyMemory<byte> bytes) => Done();

    public async Coroutine<string?> Commit(ReadOnlyMemory<byte> bytes) => null;

    public Coroutine Discard() => Done();

    private static async Coroutine Done()
    {
    }
}
