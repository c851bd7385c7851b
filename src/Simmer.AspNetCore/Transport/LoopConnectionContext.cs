using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Simmer.AspNetCore;

/// <summary>A connection as Kestrel sees it: two pipes, which the loop fills from the socket and empties to it.</summary>
/// <remarks>
/// Only the loop's thread touches the socket. The pipes bound what is read ahead and what is written ahead; a pipe that is full
/// stops its side, and TCP the peer. A client is known to be gone when reading ends, also while the application is busy.
/// </remarks>
internal sealed class LoopConnectionContext : DefaultConnectionContext, IMemoryPoolFeature, ILoopFeature
{
    private const int SmallestRead = 1024;

    /// <summary>How much of what lies in several blocks is sent by one call.</summary>
    private const int LargestGather = 64 * 1024;
    private readonly LoopThread _thread;
    private readonly Connection _socket;
    private readonly Pipe _input;
    private readonly Pipe _output;
    private readonly CancellationTokenSource _closed = new();
    private ConnectionAbortedException? _abortReason;
    private Task _processing = Task.CompletedTask;
    private bool _hasReadEnd;
    private bool _isWaitingForOutput;

    internal LoopConnectionContext(LoopThread thread, Connection socket)
        : base(CorrelationId.Next())
    {
        _thread = thread;
        _socket = socket;
        _input = new Pipe(thread.Input);
        _output = new Pipe(thread.Output);
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        ConnectionClosed = _closed.Token;
        PipeReader input = thread.RunsApplication ? new LoopPipeReader(thread.Loop, _input.Reader) : _input.Reader;
        Transport = new DuplexPipe(input, _output.Writer);
        Application = new DuplexPipe(_output.Reader, _input.Writer);
        Features.Set<IMemoryPoolFeature>(this);
        Features.Set<ILoopFeature>(this);
    }

    MemoryPool<byte> IMemoryPoolFeature.MemoryPool => _thread.Pool;

    EventLoop ILoopFeature.Loop => _thread.Loop;

    /// <summary>Begins to read and write; on the loop.</summary>
    internal void Start()
    {
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _processing = Process();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        Interlocked.CompareExchange(ref _abortReason, abortReason, null);
        if (EventLoop.Current == _thread.Loop)
        {
            AbortNow();
        }
        else
        {
            ContextFreeItem.Post(_thread.Loop, static context => ((LoopConnectionContext)context!).AbortNow(), this);
        }
    }

    /// <summary>Sends what the application has written, closes, and ends when that is done.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _input.Reader.CompleteAsync().ConfigureAwait(false);
        await _output.Writer.CompleteAsync().ConfigureAwait(false);
        await _processing.ConfigureAwait(_thread.RunsApplication ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.ForceYielding);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private void AbortNow()
    {
        // Kestrel aborts what a client has ended. If that has its answers, there is nothing to reset, and a reset could overtake them.
        _socket.CloseNow(abort: !(_hasReadEnd && _isWaitingForOutput));
        _output.Reader.CancelPendingRead();
    }

    private async Task Process()
    {
        Task receiving = Receive();
        await Send().ConfigureAwait(false);

        // Closing is what ends a read that waits for the client, and the application may no longer make room for it.
        _socket.CloseNow(abort: _abortReason is not null && !_hasReadEnd);
        _input.Writer.CancelPendingFlush();
        await receiving.ConfigureAwait(false);
    }

    private async Task Receive()
    {
        Exception? error = null;
        PipeWriter input = _input.Writer;
        try
        {
            while (true)
            {
                // An idle connection holds no buffer.
                await _socket.ReadAsync(Memory<byte>.Empty).ConfigureAwait(false);
                int count = await _socket.ReadAsync(input.GetMemory(SmallestRead)).ConfigureAwait(false);
                if (count == 0)
                {
                    _hasReadEnd = true;
                    break;
                }

                input.Advance(count);
                FlushResult flushed = await input.FlushAsync().ConfigureAwait(false);
                if (flushed.IsCompleted || flushed.IsCanceled)
                {
                    break;
                }
            }
        }
        catch (Exception caught)
        {
            error = caught;
        }

        await input.CompleteAsync(_abortReason ?? AsKestrelKnowsIt(error)).ConfigureAwait(false);
        SignalClosed();
    }

    private async Task Send()
    {
        Exception? error = null;
        PipeReader output = _output.Reader;
        try
        {
            while (true)
            {
                _isWaitingForOutput = true;
                ReadResult result = await output.ReadAsync().ConfigureAwait(false);
                _isWaitingForOutput = false;
                if (result.IsCanceled)
                {
                    break;
                }

                ReadOnlySequence<byte> data = result.Buffer;
                if (data.IsSingleSegment)
                {
                    if (!data.IsEmpty)
                    {
                        await _socket.WriteAsync(data.First).ConfigureAwait(false);
                    }
                }
                else
                {
                    await SendSegments(data).ConfigureAwait(false);
                }

                output.AdvanceTo(data.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception caught)
        {
            error = caught;
        }

        // Given an error, Kestrel's flush would throw it at the application, whose request would end without being aborted.
        await output.CompleteAsync(error is IOException or ObjectDisposedException ? null : error).ConfigureAwait(false);
    }

    private async Task SendSegments(ReadOnlySequence<byte> data)
    {
        byte[] gathered = ArrayPool<byte>.Shared.Rent((int)Math.Min(data.Length, LargestGather));
        try
        {
            while (!data.IsEmpty)
            {
                ReadOnlySequence<byte> next = data.Slice(0, Math.Min(data.Length, gathered.Length));
                next.CopyTo(gathered);
                await _socket.WriteAsync(gathered.AsMemory(0, (int)next.Length)).ConfigureAwait(false);
                data = data.Slice(next.End);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(gathered);
        }
    }

    /// <summary>What is told of the end may be the application's code: it runs where the application does, not on top of this.</summary>
    private void SignalClosed()
    {
        if (_thread.RunsApplication)
        {
            ContextFreeItem.Post(_thread.Loop, static source => ((CancellationTokenSource)source!).Cancel(), _closed);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static context =>
                {
                    try
                    {
                        context._closed.Cancel();
                    }
                    catch (AggregateException error)
                    {
                        // Unhandled on the thread pool, an error of who registered would end the process.
                        context._thread.Loop.CallExceptionHandler(
                            new ExceptionContext("Exception in a callback of ConnectionClosed") { Exception = error });
                    }
                },
                this,
                preferLocal: false);
        }
    }

    private static Exception? AsKestrelKnowsIt(Exception? error) => error switch
    {
        IOException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown } } =>
            new ConnectionResetException(error.Message, error),
        ObjectDisposedException => new ConnectionAbortedException("The connection was closed.", error),
        _ => error,
    };

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
