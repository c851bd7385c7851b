using System.Runtime.CompilerServices;

namespace Simmer.Http;

/// <summary>An answer's body: each read is cancelled with the task that awaits it, and ends on the loop's thread.</summary>
internal sealed class LoopResponseStream(Stream body, RequestCall call) : Stream
{
    public override bool CanRead => body.CanRead;

    public override bool CanWrite => body.CanWrite;

    public override bool CanSeek => body.CanSeek;

    public override bool CanTimeout => body.CanTimeout;

    public override long Length => body.Length;

    public override long Position
    {
        get => body.Position;
        set => body.Position = value;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!call.IsOnLoop)
        {
            return body.ReadAsync(buffer, cancellationToken);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        ValueTask<int> read = body.ReadAsync(buffer, call.TokenOfRead());
        return read.IsCompletedSuccessfully ? read : Finish(read, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        if (!call.IsOnLoop)
        {
            return body.CopyToAsync(destination, bufferSize, cancellationToken);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        // What it is copied to may be the user's, and slow: it is part of the call.
        Task copy = body.CopyToAsync(destination, bufferSize, call.TokenOfRead());
        return copy.IsCompletedSuccessfully ? copy : Finish(copy, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        body.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        body.WriteAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => body.FlushAsync(cancellationToken);

    public override void Flush() => body.Flush();

    public override int Read(byte[] buffer, int offset, int count) => Synchronously().Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => Synchronously().Read(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Synchronously().Write(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => body.Seek(offset, origin);

    public override void SetLength(long value) => body.SetLength(value);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>On the loop, HTTP/2's stream would wait for what the loop itself is to bring.</summary>
    private Stream Synchronously() => call.IsOnLoop ? throw MarshallingStream.Synchronous() : body;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> Finish(ValueTask<int> read, CancellationToken token)
    {
        using CancellationTokenRegistration link = call.Link(token);
        call.Begin();
        try
        {
            return await Return(read).ConfigureAwait(false);
        }
        catch (OperationCanceledException error)
        {
            throw call.Translate(error, token);
        }
        finally
        {
            call.End();
        }
    }

    private async Task Finish(Task copy, CancellationToken token)
    {
        using CancellationTokenRegistration link = call.Link(token);
        call.Begin();
        try
        {
            await copy.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await new LoopHop(call.Loop);
            copy.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException error)
        {
            throw call.Translate(error, token);
        }
        finally
        {
            call.End();
        }
    }

    /// <summary>The read's outcome, on the loop, where <c>End</c> belongs.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> Return(ValueTask<int> read)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        finally
        {
            await new LoopHop(call.Loop);
        }
    }
}
