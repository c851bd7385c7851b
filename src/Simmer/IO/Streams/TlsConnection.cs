using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>A connection over TLS: .NET's <see cref="SslStream"/> on top of another connection.</summary>
internal sealed class TlsConnection : Connection
{
    private readonly Connection _inner;
    private readonly SslStream _tls;

    private TlsConnection(Connection inner)
        : base(inner.Loop, null)
    {
        _inner = inner;
        _tls = new SslStream(inner, leaveInnerStreamOpen: false);
        Limit = inner.Limit;
    }

    public override EndPoint? LocalEndPoint => _inner.LocalEndPoint;

    public override EndPoint? RemoteEndPoint => _inner.RemoteEndPoint;

    public override SslStream? Tls => _tls;

    public override nint Handle => _inner.Handle;

    internal static Coroutine<Connection> Connect(Connection inner, SslClientAuthenticationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Begin(inner, (tls, token) => tls.AuthenticateAsClientAsync(options, token));
    }

    internal static Coroutine<Connection> Accept(Connection inner, SslServerAuthenticationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Begin(inner, (tls, token) => tls.AuthenticateAsServerAsync(options, token));
    }

    public override void SetSocketOption(SocketOptionLevel level, SocketOptionName name, int value) =>
        _inner.SetSocketOption(level, name, value);

    public override int GetSocketOption(SocketOptionLevel level, SocketOptionName name) => _inner.GetSocketOption(level, name);

    private protected override async Coroutine<int> ReceiveFromLayer(Memory<byte> buffer)
    {
        using var source = new CancellationTokenSource();
        ValueTask<int> read = _tls.ReadAsync(buffer, source.Token);
        if (read.IsCompleted)
        {
            return read.GetAwaiter().GetResult();
        }

        Task<int> task = read.AsTask();
        try
        {
            return await ForeignCalls.Await(Loop, task, source);
        }
        catch (IOException) when (IsClosed)
        {
            // What .NET's layer makes of the closing.
            CheckOpen();
            throw;
        }
        catch (CancelledException) when (task.IsCompletedSuccessfully && task.Result > 0)
        {
            // It had read before the cancellation reached it.
            Keep(buffer.Span[..task.Result]);
            throw;
        }
    }

    private protected override async Coroutine SendToLayer(ReadOnlyMemory<byte> data)
    {
        using var source = new CancellationTokenSource();
        ValueTask write = _tls.WriteAsync(data, source.Token);
        if (write.IsCompleted)
        {
            write.GetAwaiter().GetResult();
        }
        else
        {
            try
            {
                await ForeignCalls.Await(Loop, write.AsTask(), source);
            }
            catch (IOException) when (IsClosed)
            {
                CheckOpen();
                throw;
            }
        }
    }

    private protected override async Coroutine ShutdownLayer()
    {
        // It takes no token: whoever is cancelled leaves it to end by itself, or by the closing.
        Task notice = _tls.ShutdownAsync();
        ForeignCalls.NoteError(notice);
        await TaskFuture<Nothing>.Of(Loop, notice, static _ => default);
    }

    private protected override ValueTask<int> ReadAsyncFromLayer(Memory<byte> buffer, CancellationToken token) => _tls.ReadAsync(buffer, token);

    private protected override ValueTask WriteAsyncToLayer(ReadOnlyMemory<byte> buffer, CancellationToken token)
    {
        ValueTask write = _tls.WriteAsync(buffer, token);
        return write.IsCompletedSuccessfully ? write : WholeOrBroken(write);
    }

    /// <summary>What was encrypted cannot be taken back: the peer could make nothing of what would follow.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WholeOrBroken(ValueTask write)
    {
        IsLayerWriting = true;
        try
        {
            await write.ConfigureAwait(false);
        }
        catch (IOException) when (IsClosed || Loop.IsClosed)
        {
            throw Closed();
        }
        catch (Exception error) when (error is not IOException { InnerException: SocketException })
        {
            // A connection that is broken says so itself, at each call.
            IsSendBroken = true;
            throw;
        }
        finally
        {
            IsLayerWriting = false;
        }
    }

    private protected override void CloseLayer(bool abort)
    {
        if (!abort && !_inner.IsClosed && CanSayGoodbye)
        {
            SayGoodbye();
        }

        if (abort)
        {
            _inner.Abort();
        }

        _tls.Dispose();
    }

    /// <summary>Whether the handshake has ended and no send is under way, between whose bytes a notice would come.</summary>
    private bool CanSayGoodbye => _tls.IsAuthenticated && !IsSending && !IsSendBroken;

    /// <summary>Tells the peer that the stream ends here by intent. A connection that cannot take it now goes without.</summary>
    private void SayGoodbye()
    {
        try
        {
            ForeignCalls.NoteError(_tls.ShutdownAsync());
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // Closing does not fail.
        }
    }

    private static async Coroutine<Connection> Begin(Connection inner, Func<SslStream, CancellationToken, Task> authenticate)
    {
        inner.CheckOpen();
        var connection = new TlsConnection(inner);
        using var source = new CancellationTokenSource();
        try
        {
            await ForeignCalls.Await(inner.Loop, authenticate(connection._tls, source.Token), source);
            return connection;
        }
        catch
        {
            connection.Abort();
            throw;
        }
    }
}
