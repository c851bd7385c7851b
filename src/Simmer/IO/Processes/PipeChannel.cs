using System.Net.Sockets;

namespace Simmer;

/// <summary>This process's end of a pipe, on the epoll reactor.</summary>
/// <remarks>
/// Nobody closes the standard streams of a child that has ended, so a pipe gives its descriptor back by itself, once the other end
/// is closed and what came was read.
/// </remarks>
internal sealed unsafe class PipeChannel : PipeEnd
{
    private readonly EpollReactor _reactor;
    private int _descriptor;
    private bool _isRegistered;
    private bool _hasHungUp;

    /// <param name="reactor">The reactor.</param>
    /// <param name="descriptor">The descriptor, which does not block.</param>
    /// <param name="isReader">Whether it is the end to read from.</param>
    /// <param name="name">What it is, for messages.</param>
    internal PipeChannel(EpollReactor reactor, int descriptor, bool isReader, string name)
        : base(reactor.Loop, isReader, name)
    {
        _reactor = reactor;
        _descriptor = descriptor;
        reactor.Hold(this);
    }

    internal override bool Owns(int descriptor) => descriptor == _descriptor;

    private protected override int ReadPipe(Span<byte> buffer, out SocketError error)
    {
        error = SocketError.Success;
        if (_descriptor < 0)
        {
            return 0;
        }

        if (!Reading.IsReady)
        {
            error = SocketError.WouldBlock;
            return -1;
        }

        fixed (byte* start = buffer)
        {
            nint count;
            while ((count = Libc.Read(_descriptor, start, (nuint)buffer.Length)) < 0)
            {
                if (Failed(Reading, out error))
                {
                    return -1;
                }
            }

            if (count == 0)
            {
                Release();
            }
            else if (count < buffer.Length && !_hasHungUp)
            {
                Reading.IsReady = false;
            }

            return (int)count;
        }
    }

    internal override bool CanRead(out SocketError error)
    {
        error = SocketError.Success;
        if (_descriptor >= 0 && !Libc.PollRead(_descriptor, 0))
        {
            Reading.IsReady = false;
            error = SocketError.WouldBlock;
            return false;
        }

        return true;
    }

    private protected override int WritePipe(ReadOnlySpan<byte> data, out SocketError error)
    {
        if (_descriptor < 0)
        {
            error = SocketError.Shutdown;
            return -1;
        }

        if (!Writing.IsReady)
        {
            error = SocketError.WouldBlock;
            return -1;
        }

        fixed (byte* start = data)
        {
            nint count;
            while ((count = Libc.Write(_descriptor, start, (nuint)data.Length)) < 0)
            {
                if (Failed(Writing, out error))
                {
                    return -1;
                }
            }

            if (count < data.Length)
            {
                Writing.IsReady = false;
            }

            error = SocketError.Success;
            return (int)count;
        }
    }

    internal override void Watch(IoDirection direction)
    {
        if (_isRegistered || _descriptor < 0)
        {
            return;
        }

        uint events = (IsReader ? Epoll.In : Epoll.Out) | Epoll.EdgeTriggered;
        int error = _reactor.Control(Epoll.Add, this, _descriptor, events);
        if (error != 0)
        {
            throw EpollReactor.Failed("epoll_ctl", error);
        }

        _isRegistered = true;
    }

    internal override void OnEvents(uint events)
    {
        if ((events & (Epoll.HangUp | Epoll.Error)) != 0)
        {
            _hasHungUp = true;
            if (!IsReader || (events & Epoll.In) == 0)
            {
                // Nobody will read what is written from now on; or nothing is left to read.
                Release();
            }
        }

        Direction.Signal();
    }

    internal override void Close(bool abort)
    {
        if (!IsClosed)
        {
            IsClosed = true;
            Release();
            SignalBoth();
        }
    }

    internal override void OnLoopClosed()
    {
        IsClosed = true;
        CloseDescriptor();
    }

    private void Release()
    {
        if (_descriptor < 0)
        {
            return;
        }

        if (_isRegistered)
        {
            // A child may hold the same end open, which would keep it in epoll.
            _reactor.Control(Epoll.Delete, this, _descriptor, 0);
        }

        _reactor.LetGo(this);
        CloseDescriptor();
    }

    private void CloseDescriptor()
    {
        if (_descriptor >= 0)
        {
            _ = Libc.Close(_descriptor);
            _descriptor = -1;
        }
    }

    /// <summary>Looks at the error of a call that failed.</summary>
    /// <returns>Whether it has failed for good, or would block; false to call again, as a signal has interrupted it.</returns>
    private static bool Failed(IoDirection direction, out SocketError error)
    {
        int errno = Libc.LastError;
        direction.IsReady = errno != Errno.TryAgain;
        error = SocketErrors.OfErrno(errno);
        return errno != Errno.Interrupted;
    }
}
