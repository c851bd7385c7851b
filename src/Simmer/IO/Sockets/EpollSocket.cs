using System.Net;
using System.Net.Sockets;

namespace Simmer;

/// <summary>A socket of the epoll reactor: plain system calls on a descriptor that it owns.</summary>
/// <remarks>
/// Edge-triggered: after a call that got or gave less than asked the socket is drained or full, and news will be an event; no
/// call is made to hear it. That does not hold once the peer has hung up, when the end can wait behind the last bytes without
/// another event: from then on only the answer "would block" counts. So it is with Unix sockets from the beginning, as a read ends
/// behind a message that passes descriptors, whatever follows it. Whether it takes data is not watched before a write
/// would have blocked, which of most sockets none ever does.
/// </remarks>
internal sealed unsafe partial class EpollSocket : LoopSocket
{
    private const uint ReadEvents = Epoll.In | Epoll.ReadHangUp | Epoll.Priority | Epoll.EdgeTriggered;
    private readonly EpollReactor _reactor;
    private int _descriptor;
    private uint _watched;
    private bool _mustDrain;
    private EndPoint? _remote;

    private EpollSocket(EpollReactor reactor, AddressFamily family, int descriptor)
        : base(reactor.Loop, family)
    {
        _reactor = reactor;
        _descriptor = descriptor;
        _mustDrain = family == AddressFamily.Unix;
        reactor.Hold(this);
    }

    internal override nint NativeHandle => _descriptor;

    internal static EpollSocket Create(EpollReactor reactor, AddressFamily family, SocketType type, ProtocolType protocol)
    {
        (int nativeFamily, int nativeProtocol) = family switch
        {
            AddressFamily.InterNetwork => (2, (int)protocol),
            AddressFamily.InterNetworkV6 => (10, (int)protocol),
            AddressFamily.Unix => (1, 0),
            _ => throw SocketErrors.Failed(SocketError.AddressFamilyNotSupported, $"Cannot make a socket of the family {family}"),
        };
        int nativeType = (type == SocketType.Dgram ? 2 : 1) | Libc.NonBlocking | Libc.CloseOnExec;
        int descriptor = Libc.Socket(nativeFamily, nativeType, nativeProtocol);
        return descriptor >= 0
            ? new EpollSocket(reactor, family, descriptor)
            : throw SocketErrors.Failed(SocketErrors.OfErrno(Libc.LastError), "Cannot make a socket");
    }

    internal override bool Owns(int descriptor) => descriptor == _descriptor;

    internal override int Read(Span<byte> buffer, out SocketError error)
    {
        if (!Reading.IsReady)
        {
            error = SocketError.WouldBlock;
            return -1;
        }

        fixed (byte* start = buffer)
        {
            nint count;
            do
            {
                count = Libc.Receive(_descriptor, start, (nuint)buffer.Length, 0);
                if (count >= 0)
                {
                    if (count < buffer.Length && !_mustDrain && count > 0)
                    {
                        Reading.IsReady = false;
                    }

                    error = SocketError.Success;
                    return (int)count;
                }
            }
            while (Failed(Reading, out error));
        }

        return -1;
    }

    internal override bool CanRead(out SocketError error)
    {
        error = SocketError.WouldBlock;
        if (!Reading.IsReady)
        {
            return false;
        }

        byte first;
        do
        {
            if (Libc.Receive(_descriptor, &first, 1, Libc.Peek) >= 0)
            {
                error = SocketError.Success;
                return true;
            }
        }
        while (Failed(Reading, out error));
        return false;
    }

    internal override int Write(ReadOnlySpan<byte> data, out SocketError error)
    {
        if (!Writing.IsReady)
        {
            error = SocketError.WouldBlock;
            return -1;
        }

        fixed (byte* start = data)
        {
            nint count;
            do
            {
                count = Libc.Send(_descriptor, start, (nuint)data.Length, Libc.NoSignal);
                if (count >= 0)
                {
                    if (count < data.Length)
                    {
                        Writing.IsReady = false;
                    }

                    error = SocketError.Success;
                    return (int)count;
                }
            }
            while (Failed(Writing, out error));
        }

        return -1;
    }

    internal override void Watch(IoDirection direction)
    {
        uint watched = _watched | ReadEvents | (direction == Writing ? Epoll.Out : 0);
        if (watched == _watched || IsClosed)
        {
            return;
        }

        // Registering, and changing it, reports the state as it is now: what came before is not missed.
        int error = _reactor.Control(_watched == 0 ? Epoll.Add : Epoll.Modify, this, _descriptor, watched);
        if (error != 0)
        {
            throw EpollReactor.Failed("epoll_ctl", error);
        }

        _watched = watched;
    }

    internal override void OnEvents(uint events)
    {
        const uint Ends = Epoll.ReadHangUp | Epoll.HangUp | Epoll.Error | Epoll.Priority;
        if ((events & Ends) != 0)
        {
            _mustDrain = true;
        }

        if ((events & (Epoll.In | Ends)) != 0)
        {
            Reading.Signal();
        }

        if ((events & (Epoll.Out | Epoll.HangUp | Epoll.Error)) != 0)
        {
            Writing.Signal();
        }
    }

    internal override void Close(bool abort)
    {
        if (IsClosed)
        {
            return;
        }

        if (abort)
        {
            SetLinger(0);
        }

        if (_watched != 0)
        {
            // A child process may hold the same socket open, which would keep it in epoll.
            _reactor.Control(Epoll.Delete, this, _descriptor, 0);
        }

        _reactor.LetGo(this);
        OnLoopClosed();
        SignalBoth();
    }

    internal override void OnLoopClosed()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            _ = Libc.Close(_descriptor);
            _descriptor = -1;
        }
    }

    /// <summary>Looks at the error of a call that failed.</summary>
    /// <returns>Whether to call again: a signal has interrupted it.</returns>
    private static bool Failed(IoDirection direction, out SocketError error)
    {
        int errno = Libc.LastError;
        if (errno == Errno.TryAgain)
        {
            direction.IsReady = false;
            error = SocketError.WouldBlock;
            return false;
        }

        error = SocketErrors.OfErrno(errno);
        return errno == Errno.Interrupted;
    }

    private static SocketError ErrorOf(int result) => result >= 0 ? SocketError.Success : SocketErrors.OfErrno(Libc.LastError);
}
