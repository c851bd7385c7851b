using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Simmer;

/// <summary>An endpoint that sends and receives datagrams over UDP, or a Unix socket.</summary>
/// <remarks>
/// <para>Datagrams that come wait in the system's buffer; when that is full, further ones are lost. One coroutine receives at a time; any may
/// send.</para>
/// <para>An endpoint with a remote address hears of refusals: the next receive or send fails with
/// <see cref="SocketError.ConnectionRefused"/>, and the endpoint goes on. One without does not hear of them.</para>
/// <para>Made by <see cref="Asyncio.CreateDatagramEndpoint"/>.</para>
/// </remarks>
/// <example><code>
/// using DatagramEndpoint server = await CreateDatagramEndpoint(new() { LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 9999) });
/// while (true)
/// {
///     Datagram question = await server.Receive();
///     await server.Send(question.Data, question.Sender);
/// }
/// </code></example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class DatagramEndpoint : IDisposable
{
    private readonly EventLoop _loop;
    private readonly LoopSocket _socket;
    private readonly int _largest;
    private readonly bool _isConnected;
    private readonly SocketFile? _file;
    private readonly AsyncLock _sendTurn = new();
    private IoWait? _readWait;
    private IoWait? _writeWait;

    private DatagramEndpoint(EventLoop loop, LoopSocket socket, SocketFile? file, DatagramOptions options)
    {
        _loop = loop;
        _socket = socket;
        _file = file;
        _largest = options.LargestDatagram;
        _isConnected = options.RemoteEndPoint is not null;
    }

    /// <summary>The address it receives at; null once closed.</summary>
    public EndPoint? LocalEndPoint => _socket.LocalEndPoint;

    /// <summary>The one peer; null if there is none.</summary>
    public EndPoint? RemoteEndPoint => _isConnected ? _socket.RemoteEndPoint : null;

    /// <summary>Whether it is closed.</summary>
    public bool IsClosed => _socket.IsClosed;

    /// <summary>The socket's descriptor; it stays the endpoint's.</summary>
    public nint Handle
    {
        get
        {
            CheckOpen();
            return _socket.NativeHandle;
        }
    }

    /// <summary>Receives a datagram; waits for one.</summary>
    /// <returns>The datagram and its sender.</returns>
    /// <exception cref="SocketException">The peer has refused an earlier datagram; or this one was too long.</exception>
    /// <exception cref="ObjectDisposedException">The endpoint is closed, or was while this waited.</exception>
    /// <exception cref="InvalidOperationException">Another coroutine is waiting to receive.</exception>
    /// <remarks>Cancel safety: a cancelled receive has taken nothing.</remarks>
    public async Coroutine<Datagram> Receive()
    {
        while (true)
        {
            CheckOpen();
            if (TryReceive() is { } datagram)
            {
                return datagram;
            }

            await WaitToRead();
        }
    }

    /// <summary>Receives a datagram into a buffer; waits for one. It allocates nothing but the sender's address.</summary>
    /// <param name="buffer">Where to put it.</param>
    /// <returns>Its length, and its sender.</returns>
    /// <exception cref="SocketException">The peer has refused an earlier datagram; or this one did not fit, and is lost.</exception>
    /// <inheritdoc cref="Receive"/>
    public async Coroutine<(int Length, EndPoint? Sender)> ReceiveInto(Memory<byte> buffer)
    {
        while (true)
        {
            CheckOpen();
            int length = ReceiveFrom(buffer.Span, out EndPoint? sender);
            if (length >= 0)
            {
                return (length, sender);
            }

            await WaitToRead();
        }
    }

    /// <summary>Sends a datagram; waits while the system's buffer is full.</summary>
    /// <param name="data">What it is to hold.</param>
    /// <param name="receiver">Who is to get it; null for the endpoint's remote address.</param>
    /// <returns>A coroutine that ends when the system has taken it.</returns>
    /// <exception cref="SocketException">It is too long, not allowed, or the peer has refused an earlier one.</exception>
    /// <exception cref="ObjectDisposedException">The endpoint is closed, or was while this waited.</exception>
    /// <exception cref="ArgumentNullException">There is no receiver, and no remote address.</exception>
    /// <exception cref="ArgumentException">The receiver is a name: see <see cref="Asyncio.GetAddrInfo"/>.</exception>
    /// <remarks>Cancel safety: cancelled, it has not been sent.</remarks>
    public async Coroutine Send(ReadOnlyMemory<byte> data, EndPoint? receiver = null)
    {
        CheckOpen();
        SocketErrors.CheckAddress(receiver, nameof(receiver));
        if (receiver is null && !_isConnected)
        {
            throw new ArgumentNullException(nameof(receiver), "The endpoint has no remote address: say who is to get the datagram.");
        }

        if (_sendTurn.Locked || !TrySend(data.Span, receiver))
        {
            await SendInTurn(data, receiver);
        }
    }

    /// <summary>Closes the endpoint; coroutines that wait at it get an <see cref="ObjectDisposedException"/>. May be called from any thread.</summary>
    public void Dispose()
    {
        if (_loop.IsOnItsThread)
        {
            Close(_socket, _file);
        }
        else
        {
            _loop.EnqueueFromAnywhere(new Closing(this));
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"<DatagramEndpoint {(IsClosed ? "closed" : SocketErrors.NameOf(LocalEndPoint))}{(_isConnected ? $" to {SocketErrors.NameOf(RemoteEndPoint)}" : "")}>";

    internal static DatagramEndpoint Create(EventLoop loop, DatagramOptions options)
    {
        EndPoint? local = options.LocalEndPoint;
        EndPoint? remote = options.RemoteEndPoint;
        AddressFamily family = (local ?? remote)?.AddressFamily ?? options.AddressFamily;
        LoopSocket socket = loop.Reactor.CreateSocket(
            family, SocketType.Dgram, family == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Udp);
        SocketFile? file = null;
        try
        {
            Set(options.AllowBroadcast, SocketOptionName.Broadcast, 1);
            Set(options.ReceiveBufferSize is not null, SocketOptionName.ReceiveBuffer, options.ReceiveBufferSize ?? 0);
            if (options.ReusePort)
            {
                Check(socket.ReusePort(), "share the port of", local);
            }

            if (local is not null || family != AddressFamily.Unix)
            {
                local ??= new IPEndPoint(family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
                SocketFile.DeleteStale(local, isDatagram: true);
                Check(socket.Bind(local), "receive datagrams at", local);
                file = SocketFile.Of(local);
            }

            if (remote is not null)
            {
                Check(socket.Connect(remote), "send datagrams to", remote);
            }

            return new DatagramEndpoint(loop, socket, file, options);
        }
        catch
        {
            Close(socket, file);
            throw;
        }

        void Set(bool isWanted, SocketOptionName name, int value)
        {
            if (isWanted)
            {
                Check(socket.SetOption(SocketOptionLevel.Socket, name, value), $"set {name} of the endpoint at", local);
            }
        }

        static void Check(SocketError error, string what, EndPoint? endpoint)
        {
            if (error != SocketError.Success)
            {
                throw SocketErrors.Failed(error, $"Cannot {what} {SocketErrors.NameOf(endpoint)}", endpoint);
            }
        }
    }

    private static void Close(LoopSocket socket, SocketFile? file)
    {
        if (!socket.IsClosed)
        {
            try
            {
                // While the socket is open, no other's file can have the number of its own.
                file?.Delete();
            }
            finally
            {
                socket.Close(abort: false);
            }
        }
    }

    private async Coroutine SendInTurn(ReadOnlyMemory<byte> data, EndPoint? receiver)
    {
        using (await _sendTurn.Acquire())
        {
            CheckOpen();
            while (!TrySend(data.Span, receiver))
            {
                if (receiver is UnixDomainSocketEndPoint)
                {
                    // Its queue is full. The system tells when our own has room, which it has, and never of another's.
                    await Asyncio.Sleep(0.005);
                    _socket.Writing.IsReady = true;
                }
                else
                {
                    _socket.Watch(_socket.Writing);
                    await (_writeWait ??= new IoWait(_socket.Writing, this, "send through")).Start(nameof(Send));
                }

                CheckOpen();
            }
        }
    }

    private Datagram? TryReceive()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(_largest);
        try
        {
            int length = ReceiveFrom(buffer.AsSpan(0, _largest), out EndPoint? sender);
            return length < 0 ? null : new Datagram(buffer.AsSpan(0, length).ToArray(), sender);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>The length; -1 if there is none.</returns>
    private int ReceiveFrom(Span<byte> buffer, out EndPoint? sender)
    {
        int length = _socket.ReceiveFrom(buffer, out sender, out SocketError error);
        if (length > buffer.Length)
        {
            throw SocketErrors.Failed(
                SocketError.MessageSize,
                $"A datagram of {length} bytes from {SocketErrors.NameOf(sender)} does not fit into {buffer.Length} bytes and is lost");
        }

        if (UnixAddress.IsUnnamed(sender))
        {
            sender = null;
        }

        return length >= 0 || error == SocketError.WouldBlock ? length : throw SocketErrors.Failed(error, $"Receiving by {this} failed");
    }

    private bool TrySend(ReadOnlySpan<byte> data, EndPoint? receiver)
    {
        if (_socket.SendTo(data, receiver, out SocketError error) >= 0)
        {
            return true;
        }

        return error == SocketError.WouldBlock ? false : throw SocketErrors.Failed(
            error, $"Sending {data.Length} bytes to {SocketErrors.NameOf(receiver ?? RemoteEndPoint)} failed", receiver);
    }

    private IoWaitAwaitable WaitToRead()
    {
        _socket.Watch(_socket.Reading);
        return (_readWait ??= new IoWait(_socket.Reading, this, "receive by")).Start(nameof(Receive));
    }

    private void CheckOpen()
    {
        _loop.CheckAccess();
        ObjectDisposedException.ThrowIf(_socket.IsClosed, this);
    }

    private sealed class Closing(DatagramEndpoint endpoint) : LoopItem
    {
        internal override void Run(EventLoop loop) => endpoint.Dispose();

        internal override string Describe() => "closing of a datagram endpoint";
    }
}
