using System.Net;
using System.Net.Sockets;

namespace Simmer;

/// <summary>A listening socket whose connections are handed out as they come.</summary>
/// <remarks>
/// It accepts in callbacks of the ready queue, a batch at a time. When the system is out of descriptors or memory it pauses, reports that,
/// and goes on: the connections wait in the backlog.
/// </remarks>
internal sealed class Listener : LoopItem
{
    /// <summary>How many connections are accepted before others have their turn.</summary>
    private const int Batch = 64;

    /// <summary>asyncio's pause.</summary>
    private const double PauseSeconds = 1;
    private readonly LoopSocket _socket;
    private readonly Action<LoopSocket> _accepted;
    private TimerHandle? _pause;
    private bool _isQueued;

    private Listener(LoopSocket socket, Action<LoopSocket> accepted)
    {
        _socket = socket;
        _accepted = accepted;
        EndPoint = socket.LocalEndPoint!;
    }

    internal EndPoint EndPoint { get; }

    internal EventLoop Loop => _socket.Loop;

    internal bool IsAccepting { get; private set; }

    internal nint NativeHandle => _socket.NativeHandle;

    /// <summary>Binds and listens; accepts nothing yet.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="endpoint">The address.</param>
    /// <param name="options">The settings.</param>
    /// <param name="accepted">Called on the loop for each connection, which it owns.</param>
    internal static Listener Listen(EventLoop loop, EndPoint endpoint, ServerOptions options, Action<LoopSocket> accepted)
    {
        bool isUnix = endpoint.AddressFamily == AddressFamily.Unix;
        LoopSocket socket = loop.Reactor.CreateSocket(
            endpoint.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (!isUnix && options.ReuseAddress && !OperatingSystem.IsWindows())
            {
                Check(socket.SetOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1));
            }

            if (options.ReusePort)
            {
                Check(socket.ReusePort());
            }

            if (endpoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                Check(socket.SetOption(SocketOptionLevel.IPv6, SocketOptionName.IPv6Only, options.DualMode ? 0 : 1));
            }

            Check(socket.Bind(endpoint));
            Check(socket.Listen(options.Backlog));
            return new Listener(socket, accepted);
        }
        catch
        {
            socket.Close(abort: false);
            throw;
        }

        void Check(SocketError error)
        {
            if (error != SocketError.Success)
            {
                throw SocketErrors.Failed(error, $"Cannot listen at {SocketErrors.NameOf(endpoint)}", endpoint);
            }
        }
    }

    internal void Start()
    {
        if (!IsAccepting && !_socket.IsClosed)
        {
            IsAccepting = true;
            Queue();
        }
    }

    internal void Stop()
    {
        IsAccepting = false;
        _pause?.Cancel();
        _pause = null;
        _socket.Reading.Remove(this);
    }

    internal void Close()
    {
        Stop();
        if (!_socket.IsClosed)
        {
            _socket.StopListening();
        }

        _socket.Close(abort: false);
    }

    internal override void Run(EventLoop loop)
    {
        _isQueued = false;
        for (int i = 0; i < Batch && IsAccepting; i++)
        {
            LoopSocket? accepted = _socket.Accept(out SocketError error);
            if (accepted is not null)
            {
                _accepted(accepted);
            }
            else if (error == SocketError.WouldBlock)
            {
                if (!_socket.Reading.IsAwaitedBy(this))
                {
                    _socket.WaitToRead(this);
                }

                return;
            }
            else if (error is not (SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.Interrupted))
            {
                // A shortage, or what nobody foresaw. A pause keeps what lasts from spinning.
                Pause(loop, error);
                return;
            }
        }

        if (IsAccepting)
        {
            Queue();
        }
    }

    internal override string Describe() => $"accepting at {SocketErrors.NameOf(EndPoint)}";

    private void Queue()
    {
        if (!_isQueued)
        {
            _isQueued = true;
            _socket.Loop.Enqueue(this);
        }
    }

    private void Pause(EventLoop loop, SocketError error)
    {
        loop.CallExceptionHandler(new ExceptionContext(
            $"Cannot accept connections at {SocketErrors.NameOf(EndPoint)}: {SocketErrors.TextOf(error)}. They wait in the backlog; the next try is in "
            + $"{PauseSeconds:0} s")
        {
            Exception = new SocketException((int)error),
        });
        _pause = loop.CallLater(PauseSeconds, () =>
        {
            _pause = null;
            Queue();
        });
    }
}
