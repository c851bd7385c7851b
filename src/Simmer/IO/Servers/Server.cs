using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Simmer;

/// <summary>A listening server: it accepts connections and runs a handler, in a task of its own, for each.</summary>
/// <remarks>
/// <para>A connection is closed when its handler ends, however it ends; an error of the handler goes to the loop's exception
/// handler. Closing the server stops accepting and leaves the clients; <see cref="WaitClosed"/> waits for them, and
/// <see cref="DisposeAsync"/> ends it all, for <c>await using</c>.</para>
/// <para>If descriptors or memory are short, accepting pauses, is reported, and goes on. Semantics: <c>asyncio.Server</c>.</para>
/// </remarks>
/// <example><code>
/// await using Server server = await StartServer(Echo, "127.0.0.1", 8888);
/// await server.ServeForever();
///
/// static async Coroutine Echo(Connection client)
/// {
///     while (await client.ReadLine() is { Length: > 0 } line)
///     {
///         await client.Send(line);
///     }
/// }
/// </code></example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Server
{
    private readonly EventLoop _loop;
    private readonly Func<Connection, Coroutine> _handler;
    private readonly ServerOptions _options;
    private readonly List<Listener> _listeners = [];
    private readonly Dictionary<LoopTask, SocketConnection> _clients = [];
    private readonly SocketFile? _socketFile;
    private Future<Nothing>? _ended;
    private Future<Nothing>? _serving;
    private Action<Future>? _clientEnded;

    internal Server(
        EventLoop loop, Func<Connection, Coroutine> handler, IEnumerable<EndPoint> endpoints, ServerOptions options)
    {
        _loop = loop;
        _handler = handler;
        _options = options;
        SocketException? unavailable = null;
        try
        {
            foreach (EndPoint endpoint in endpoints)
            {
                // All of a host's addresses at one port, also if the system is to choose it.
                EndPoint at = endpoint is IPEndPoint { Port: 0 } ip && _listeners.FirstOrDefault()?.EndPoint is IPEndPoint first
                    ? new IPEndPoint(ip.Address, first.Port) : endpoint;
                SocketFile.DeleteStale(at);
                try
                {
                    _listeners.Add(Listener.Listen(loop, at, options, Accepted));
                }
                catch (SocketException error) when (at is IPEndPoint
                    && error.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
                {
                    // A host's name may have an address, or a family, that this machine has not: asyncio leaves it out too.
                    unavailable ??= error;
                }

                _socketFile = SocketFile.Of(at);
            }

            if (_listeners.Count == 0 && unavailable is not null)
            {
                throw unavailable;
            }
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>The loop it runs on.</summary>
    public EventLoop Loop => _loop;

    /// <summary>The addresses it listens at; none once it is closed.</summary>
    public IReadOnlyList<EndPoint> EndPoints => [.. _listeners.Select(static listener => listener.EndPoint)];

    /// <summary>The port of the first address.</summary>
    /// <exception cref="InvalidOperationException">It listens at no IP address.</exception>
    public int Port => _listeners.FirstOrDefault()?.EndPoint is IPEndPoint endpoint ? endpoint.Port : throw new InvalidOperationException(
        $"{this} has no port: it is closed, or listens at a Unix socket.");

    /// <summary>Whether it accepts connections now.</summary>
    public bool IsServing => _listeners.Exists(static listener => listener.IsAccepting);

    /// <summary>Whether it was closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>How many handlers run.</summary>
    public int ClientCount => _clients.Count;

    /// <summary>Begins to accept, or goes on with it. Does nothing if it accepts.</summary>
    /// <exception cref="InvalidOperationException">The server is closed; or this is the wrong thread.</exception>
    public void StartServing()
    {
        _loop.CheckAccess();
        if (IsClosed)
        {
            throw new InvalidOperationException($"{this} cannot serve any more. Start another.");
        }

        foreach (Listener listener in _listeners)
        {
            listener.Start();
        }
    }

    /// <summary>Accepts nothing until <see cref="StartServing"/>; who connects meanwhile waits in the backlog.</summary>
    public void StopServing()
    {
        _loop.CheckAccess();
        foreach (Listener listener in _listeners)
        {
            listener.Stop();
        }
    }

    /// <summary>Accepts until it is cancelled or the server closed, and then closes the server.</summary>
    /// <returns>A coroutine that ends when the server is closed.</returns>
    /// <exception cref="InvalidOperationException">The server is closed, or serves for ever already.</exception>
    /// <remarks>Cancel safety: cancelling it closes the server, as in asyncio, and waits for its clients.</remarks>
    public async Coroutine ServeForever()
    {
        StartServing();
        if (_serving is { IsDone: false })
        {
            throw new InvalidOperationException($"{this} serves for ever already.");
        }

        _serving = new Future<Nothing>(_loop);
        try
        {
            await _serving;
        }
        catch (CancelledException)
        {
            Close();
            await WaitClosed();
            throw;
        }
    }

    /// <summary>Stops listening. Clients stay; a handler that runs is not disturbed.</summary>
    public void Close()
    {
        _loop.CheckAccess();
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        foreach (Listener listener in _listeners)
        {
            listener.Close();
        }

        _listeners.Clear();
        _socketFile?.Delete();
        _serving?.TrySetResult(default);
        EndIfOver();
    }

    /// <summary>Cancels the handlers; each connection is closed when its handler has ended.</summary>
    public void CloseClients()
    {
        _loop.CheckAccess();
        foreach (LoopTask client in _clients.Keys.ToArray())
        {
            client.Cancel($"{this} closes its clients");
        }
    }

    /// <summary>Resets the connections and cancels the handlers.</summary>
    public void AbortClients()
    {
        CloseClients();
        foreach (SocketConnection connection in _clients.Values.ToArray())
        {
            connection.Abort();
        }
    }

    /// <summary>Waits until the server is closed and every client gone.</summary>
    /// <param name="grace">How long clients may take before <see cref="CloseClients"/> and, after as long again, <see cref="AbortClients"/>; null for ever.</param>
    /// <returns>A coroutine that ends with the last handler.</returns>
    /// <exception cref="InvalidOperationException">The server was not closed: this would wait for ever.</exception>
    /// <remarks>Cancel safety: cancelling it changes nothing. <c>Server.wait_closed</c>.</remarks>
    public async Coroutine WaitClosed(Delay? grace = null)
    {
        _loop.CheckAccess();
        grace?.Checked();
        if (!IsClosed)
        {
            throw new InvalidOperationException($"{this} was not closed. Call Close before WaitClosed, or use 'await using'.");
        }

        if (grace is { } patience && ClientCount > 0)
        {
            await Asyncio.Wait([Ended], patience);
            if (ClientCount > 0)
            {
                CloseClients();
                await Asyncio.Wait([Ended], patience);
            }

            if (ClientCount > 0)
            {
                AbortClients();
            }
        }

        while (ClientCount > 0)
        {
            await Asyncio.Shield(Ended);
        }
    }

    /// <summary>Closes the server, cancels the handlers and waits for their end, for <c>await using</c>.</summary>
    /// <returns>A coroutine that ends with the last handler.</returns>
    /// <remarks>Cancel safety: cancelled, it has closed the server and cancelled the handlers, and waits for them no longer.</remarks>
    public async Coroutine DisposeAsync()
    {
        Close();
        CloseClients();
        await WaitClosed();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"<Server {(IsClosed ? "closed" : string.Join(", ", EndPoints.Select(SocketErrors.NameOf)))} clients={ClientCount}>";

    private Future<Nothing> Ended => _ended is { IsDone: false } ? _ended : _ended = new Future<Nothing>(_loop);

    private void Accepted(LoopSocket socket)
    {
        var connection = new SocketConnection(socket) { Limit = _options.Limit };
        var client = new ClientTask(_loop, Handle(connection), connection);
        _clients.Add(client, connection);
        client.AddDoneCallback(_clientEnded ??= ClientEnded);
    }

    private async Coroutine Handle(Connection connection)
    {
        try
        {
            if (_options.Tls is { } tls)
            {
                connection = await Secure(connection, tls);
            }

            await _handler(connection);
        }
        finally
        {
            connection.CloseNow(abort: false);
        }
    }

    private async Coroutine<Connection> Secure(Connection connection, System.Net.Security.SslServerAuthenticationOptions tls)
    {
        try
        {
            return await Asyncio.Timeout(_options.TlsHandshakeTimeout, async _ => await connection.StartTls(tls));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                $"{connection.PeerName} did not finish TLS's handshake within {_options.TlsHandshakeTimeout.Seconds:0.###} s.");
        }
    }

    private void ClientEnded(Future done)
    {
        var client = (LoopTask)done;
        if (_clients.Remove(client, out SocketConnection? connection))
        {
            // A handler that was cancelled before its first step has not closed it.
            connection.CloseNow(abort: false);
        }

        if (!client.IsCancelled && client.Exception is { } error)
        {
            _loop.CallExceptionHandler(new ExceptionContext($"Error in the handler of '{client.Name}' of {this}")
            {
                Exception = error,
                Task = client,
            });
        }

        EndIfOver();
    }

    private void EndIfOver()
    {
        if (IsClosed && _clients.Count == 0)
        {
            _ended?.TrySetResult(default);
        }
    }
}
