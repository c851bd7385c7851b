using System.IO.Pipelines;

namespace Simmer.AspNetCore;

/// <summary>
/// What Kestrel reads a connection's bytes from, where the application runs on the loop: a read from another thread comes to the loop
/// first, so that the request is handled there although its connection was begun, or the one before ended, somewhere else.
/// </summary>
internal sealed class LoopPipeReader(EventLoop loop, PipeReader reader) : PipeReader
{
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        EventLoop.Current == loop
            ? reader.ReadAsync(cancellationToken)
            : new ValueTask<ReadResult>(new OffLoopRead(loop, reader, cancellationToken), 0);

    public override bool TryRead(out ReadResult result) => reader.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => reader.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => reader.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => reader.CancelPendingRead();

    public override void Complete(Exception? exception = null) => reader.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => reader.CompleteAsync(exception);
}
