namespace Simmer.Http;

/// <summary>
/// A connection for code that is on the loop's thread nearly always: a call from another thread is brought to the loop, and goes
/// on there.
/// </summary>
/// <remarks>
/// .NET's connection pool continues a request that waited for a connection on its thread pool, looks after idle connections
/// from timers, and writes HTTP/2's frames from wherever a queue wakes it.
/// </remarks>
internal sealed class MarshallingStream(Connection connection) : Stream
{
    private readonly EventLoop _loop = connection.Loop;

    public override bool CanRead => connection.CanRead;

    public override bool CanWrite => connection.CanWrite;

    public override bool CanSeek => false;

    public override long Length => connection.Length;

    public override long Position
    {
        get => connection.Position;
        set => connection.Position = value;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        EventLoop.Current == _loop ? connection.ReadAsync(buffer, cancellationToken) : ReadFromAnywhere(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        EventLoop.Current == _loop ? connection.WriteAsync(buffer, cancellationToken) : WriteFromAnywhere(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw Synchronous();

    public override void Write(byte[] buffer, int offset, int count) => throw Synchronous();

    public override long Seek(long offset, SeekOrigin origin) => connection.Seek(offset, origin);

    public override void SetLength(long value) => connection.SetLength(value);

    /// <inheritdoc/>
    public override string ToString() => connection.ToString();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            connection.Dispose();
        }

        base.Dispose(disposing);
    }

    internal static NotSupportedException Synchronous() => new(
        "A synchronous request would block the loop and every coroutine on it. Await the asynchronous one: SendAsync, GetAsync, ReadAsync.");

    private async ValueTask<int> ReadFromAnywhere(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await new LoopHop(_loop);
        return await connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteFromAnywhere(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await new LoopHop(_loop);
        await connection.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
    }
}
