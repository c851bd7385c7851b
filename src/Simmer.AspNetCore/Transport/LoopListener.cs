using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Simmer.AspNetCore;

/// <summary>An address that Kestrel listens at. The first loop accepts; each connection goes to the next loop in turn.</summary>
internal sealed class LoopListener : IConnectionListener
{
    private readonly LoopThread[] _threads;
    private readonly Listener _listener;
    private readonly SocketFile? _file;
    private readonly Channel<ConnectionContext> _accepted =
        System.Threading.Channels.Channel.CreateUnbounded<ConnectionContext>(new() { SingleReader = true });
    private int _next;
    private Task? _unbinding;
    private bool _isGivenUp;

    /// <summary>Binds and begins to accept; on the first loop.</summary>
    internal LoopListener(LoopThread[] threads, EndPoint endpoint, SimmerTransportOptions options)
    {
        _threads = threads;
        SocketFile.DeleteStale(endpoint);
        _listener = Listener.Listen(
            threads[0].Loop,
            endpoint,
            new ServerOptions
            {
                Backlog = options.Backlog,
                DualMode = endpoint is IPEndPoint ip && ip.Address.Equals(IPAddress.IPv6Any),
            },
            Accepted);
        _file = SocketFile.Of(endpoint);
        EndPoint = _listener.EndPoint;
        _listener.Start();
    }

    public EndPoint EndPoint { get; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_accepted.Reader.TryRead(out ConnectionContext? connection))
            {
                return connection;
            }
        }

        return null;
    }

    /// <remarks>It waits for the loop no longer than it may: a handler can hold the loop, and the host is to stop all the same.</remarks>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        Task unbinding = _unbinding ??= Unbind();
        try
        {
            await unbinding.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop unbinds when it can.
            _isGivenUp = true;
            _accepted.Writer.TryComplete();
        }

        // The host goes on from here: its thread is not the loop's.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }

    /// <summary>Unbinds, and drops what was accepted and nobody took.</summary>
    public async ValueTask DisposeAsync()
    {
        await UnbindAsync(new CancellationToken(_isGivenUp)).ConfigureAwait(false);
        while (_accepted.Reader.TryRead(out ConnectionContext? connection))
        {
            connection.Abort();
            if (!_isGivenUp)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task Unbind()
    {
        try
        {
            await new LoopHop(_threads[0].Loop);
        }
        catch (InvalidOperationException)
        {
            // The loop is closed, and its sockets with it.
            _accepted.Writer.TryComplete();
            return;
        }

        _listener.Close();
        _file?.Delete();
        try
        {
            foreach (LoopThread thread in _threads)
            {
                // What was dealt out to it comes before this, and is served like the rest.
                await new LoopHop(thread.Loop);
            }
        }
        catch (InvalidOperationException)
        {
            // The loop is closed, and what was dealt out to it.
        }

        _accepted.Writer.TryComplete();
    }

    private void Accepted(LoopSocket socket)
    {
        LoopThread thread = _threads[_next];
        _next = (_next + 1) % _threads.Length;
        if (thread.Loop == _listener.Loop)
        {
            Offer(new LoopConnectionContext(thread, new SocketConnection(socket)));
            return;
        }

        DetachedSocket detached = socket.Detach();
        ContextFreeItem.Post(thread.Loop, _ => Adopt(thread, detached), null);
    }

    private void Adopt(LoopThread thread, DetachedSocket detached)
    {
        if (thread.Loop.IsClosed)
        {
            detached.Close();
            return;
        }

        LoopSocket socket;
        try
        {
            socket = thread.Loop.Reactor.Adopt(detached);
        }
        catch
        {
            detached.Close();
            throw;
        }

        Offer(new LoopConnectionContext(thread, new SocketConnection(socket)));
    }

    /// <summary>On the connection's loop.</summary>
    private void Offer(LoopConnectionContext connection)
    {
        connection.Start();
        if (!_accepted.Writer.TryWrite(connection))
        {
            // It came while the listener was unbound.
            connection.Abort();
        }
    }
}
