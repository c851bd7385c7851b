using System.Diagnostics;

namespace Simmer;

/// <summary>
/// A stream of bytes that is read and written on a loop: with asyncio's methods in coroutines, and as a <see cref="Stream"/> by
/// .NET code that runs on the loop.
/// </summary>
/// <remarks>
/// <para>In coroutines use <see cref="Receive"/>, <see cref="Send(ReadOnlyMemory{byte})"/>, <see cref="ReadLine"/> and their kin: they are
/// cancelled with their task, and allocate nothing to wait. <see cref="ReadAsync(Memory{byte}, CancellationToken)"/> and
/// <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/> are for <c>SslStream</c>, <c>HttpClient</c>, <c>PipeReader</c> and
/// <c>StreamReader</c>: what awaits them with <c>ConfigureAwait(false)</c> stays on the loop's thread.</para>
/// <para>One coroutine reads at a time. Several may send: each waits its turn, and what one sends stays together. Nothing is buffered on the
/// way out: a send ends when the system has taken the bytes, so a slow reader slows its sender.</para>
/// <para>Cancel safety: a cancelled read loses no byte: what it had got is there for the next. A send that is cancelled before
/// the system took anything has not happened; if a part was taken, sending is over: further sends fail, and closing resets the
/// connection, so that the peer does not take the part for the whole.</para>
/// <para>Only the loop's thread may use it; <see cref="Stream.Dispose()"/> alone may be called from any.
/// Semantics of reading: <c>asyncio.StreamReader</c>.</para>
/// </remarks>
public abstract partial class LoopStream : Stream
{
    private readonly Channel? _channel;
    private IoWait? _readWait;
    private IoWait? _writeWait;
    private bool _isClosed;
    private bool _isSendBroken;
    private bool _hasSentEof;

    private protected LoopStream(EventLoop loop, Channel? channel)
    {
        Loop = loop;
        _channel = channel;
    }

    /// <summary>The loop it belongs to.</summary>
    public EventLoop Loop { get; }

    /// <summary>Whether it was closed on this side.</summary>
    public bool IsClosed => _isClosed || _channel is { IsClosed: true };

    /// <inheritdoc/>
    public override bool CanRead => !IsClosed;

    /// <inheritdoc/>
    public override bool CanWrite => !IsClosed && !_hasSentEof;

    /// <summary>False: a stream of this kind has no positions.</summary>
    public override bool CanSeek => false;

    /// <summary>Not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override long Length => throw NoSeeking();

    /// <summary>Not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override long Position
    {
        get => throw NoSeeking();
        set => throw NoSeeking();
    }

    /// <summary>Does nothing: nothing is buffered on the way out.</summary>
    public override void Flush()
    {
    }

    /// <summary>Does nothing: nothing is buffered on the way out.</summary>
    /// <param name="cancellationToken">Not used.</param>
    /// <returns>A task that is done.</returns>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Not supported: it would block the loop.</summary>
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override int Read(byte[] buffer, int offset, int count) => throw WouldBlock(nameof(Receive), nameof(ReadAsync));

    /// <summary>Not supported: it would block the loop.</summary>
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override int Read(Span<byte> buffer) => throw WouldBlock(nameof(Receive), nameof(ReadAsync));

    /// <summary>Not supported: it would block the loop.</summary>
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Write(byte[] buffer, int offset, int count) => throw WouldBlock(nameof(Send), nameof(WriteAsync));

    /// <summary>Not supported: it would block the loop.</summary>
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Write(ReadOnlySpan<byte> buffer) => throw WouldBlock(nameof(Send), nameof(WriteAsync));

    /// <summary>Not supported.</summary>
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override long Seek(long offset, SeekOrigin origin) => throw NoSeeking();

    /// <summary>Not supported.</summary>
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void SetLength(long value) => throw NoSeeking();

    /// <summary>What the stream is connected to, for messages.</summary>
    internal abstract string PeerName { get; }

    internal Channel? Channel => _channel;

    /// <summary>Whether a part of something has gone out: nothing more can be sent, and closing has to reset.</summary>
    private protected bool IsSendBroken
    {
        get => _isSendBroken;
        set => _isSendBroken = value;
    }

    /// <summary>Closes: what the system has taken is still sent. Coroutines that wait at the stream get an <see cref="ObjectDisposedException"/>.</summary>
    /// <remarks>
    /// If the peer has sent what was not read, the system resets the connection. From another thread, it is closed in the loop's
    /// next iteration.
    /// </remarks>
    /// <param name="disposing">Whether this is no finalizer.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            if (Loop.IsOnItsThread)
            {
                CloseNow(abort: false);
            }
            else
            {
                // .NET's connection pools close from their timers. If the loop is closed, the stream is too.
                Loop.EnqueueFromAnywhere(new Closing(this));
            }
        }

        base.Dispose(disposing);
    }

    internal void CloseNow(bool abort)
    {
        if (!_isClosed)
        {
            _isClosed = true;
            CloseLayer(abort || _isSendBroken);
            ReturnBuffer();
        }
    }

    private protected virtual void CloseLayer(bool abort)
    {
        Debug.Assert(_channel is not null, "A stream without a channel overrides this.");
        _channel.Close(abort);
    }

    /// <summary>Whether somebody is in the middle of sending.</summary>
    private protected bool IsSending => IsLayerWriting || _senders > 0 || _writeOperation is { IsUnderWay: true };

    internal void CheckOpen()
    {
        Loop.CheckAccess();
        if (IsClosed)
        {
            throw Closed();
        }
    }

    private protected ObjectDisposedException Closed() => new(
        GetType().Name,
        Loop.IsClosed ? $"The connection with {PeerName} was closed with its loop." : $"The connection with {PeerName} is closed.");

    private static NotSupportedException NoSeeking() => new("A connection has no positions: it cannot seek.");

    private static NotSupportedException WouldBlock(string native, string asynchronous) => new(
        $"It would block the loop and every coroutine on it. In a coroutine await {native}; in .NET code await {asynchronous}.");

    private sealed class Closing(LoopStream stream) : LoopItem
    {
        internal override void Run(EventLoop loop) => stream.CloseNow(abort: false);

        internal override string Describe() => $"closing of the connection with {stream.PeerName}";
    }
}
