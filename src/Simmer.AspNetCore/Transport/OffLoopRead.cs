using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace Simmer.AspNetCore;

/// <summary>A read that was asked for on another thread: it is made, and its awaiter goes on, on the loop.</summary>
/// <remarks>
/// It begins when it is awaited, and is pending until then. A read that began at the call could complete before its caller asks
/// whether it has, and the caller would go on where it is.
/// </remarks>
internal sealed class OffLoopRead(EventLoop loop, PipeReader reader, CancellationToken cancellationToken) : IValueTaskSource<ReadResult>
{
    private ValueTask<ReadResult> _read;
    private Action<object?>? _continuation;
    private object? _state;
    private volatile bool _isCompleted;

    public ReadResult GetResult(short token) => _read.GetAwaiter().GetResult();

    public ValueTaskSourceStatus GetStatus(short token) => !_isCompleted ? ValueTaskSourceStatus.Pending
        : _read.IsCompletedSuccessfully ? ValueTaskSourceStatus.Succeeded
        : _read.IsCanceled ? ValueTaskSourceStatus.Canceled
        : ValueTaskSourceStatus.Faulted;

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _continuation = continuation;
        _state = state;
        if ((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0 && SynchronizationContext.Current is { } context)
        {
            _continuation = _ => context.Post(continuation.Invoke, state);
        }

        // If the loop is closed, so is the connection: the read tells.
        ContextFreeItem.Post(loop, static read => ((OffLoopRead)read!).Begin(), this);
    }

#pragma warning disable CA2012 // It is kept until the awaiter takes its result, once.
    private void Begin()
    {
        try
        {
            _read = reader.ReadAsync(cancellationToken);
        }
        catch (Exception error)
        {
            _read = ValueTask.FromException<ReadResult>(error);
        }

        if (_read.IsCompleted)
        {
            Complete();
        }
        else
        {
            _read.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Complete);
        }
    }

#pragma warning restore CA2012

    private void Complete()
    {
        _isCompleted = true;
        _continuation!(_state);
    }
}
