using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Simmer;

/// <summary>Making, connecting, accepting, addresses and options.</summary>
internal sealed unsafe partial class EpollSocket
{
    private const int LargestAddress = 128;
    private const int SocketLevel = 1;
    private const int Linger = 13;

    /// <summary>The options of .NET's names, by Linux's numbers.</summary>
    private static readonly Dictionary<(SocketOptionLevel Level, SocketOptionName Name), (int Level, int Name)> s_options = new()
    {
        [(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress)] = (SocketLevel, 2),
        [(SocketOptionLevel.Socket, SocketOptionName.Broadcast)] = (SocketLevel, 6),
        [(SocketOptionLevel.Socket, SocketOptionName.SendBuffer)] = (SocketLevel, 7),
        [(SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer)] = (SocketLevel, 8),
        [(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)] = (SocketLevel, 9),
        [(SocketOptionLevel.Tcp, SocketOptionName.NoDelay)] = (6, 1),
        [(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)] = (6, 4),
        [(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval)] = (6, 5),
        [(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount)] = (6, 6),
        [(SocketOptionLevel.IPv6, SocketOptionName.IPv6Only)] = (41, 26),
        [(SocketOptionLevel.IP, SocketOptionName.IpTimeToLive)] = (0, 2),
        [(SocketOptionLevel.IP, SocketOptionName.TypeOfService)] = (0, 1),
    };

    internal override EndPoint? LocalEndPoint
    {
        get
        {
            byte* address = stackalloc byte[LargestAddress];
            int length = LargestAddress;
            return !IsClosed && Libc.LocalAddress(_descriptor, address, &length) == 0 ? NativeAddress.Read(Family, address, length) : null;
        }
    }

    internal override EndPoint? RemoteEndPoint
    {
        get
        {
            if (_remote is null && !IsClosed)
            {
                byte* address = stackalloc byte[LargestAddress];
                int length = LargestAddress;
                if (Libc.RemoteAddress(_descriptor, address, &length) == 0)
                {
                    _remote = NativeAddress.Read(Family, address, length);
                }
            }

            return _remote;
        }
    }

    internal override SocketError Bind(EndPoint endpoint)
    {
        SocketAddress address = endpoint.Serialize();
        fixed (byte* start = address.Buffer.Span)
        {
            return ErrorOf(Libc.Bind(_descriptor, start, address.Size));
        }
    }

    internal override SocketError Listen(int backlog) => ErrorOf(Libc.Listen(_descriptor, backlog));

    internal override void StopListening() => _ = Libc.Shutdown(_descriptor, 2);

    internal override SocketError Connect(EndPoint endpoint)
    {
        _remote = endpoint;
        SocketAddress address = endpoint.Serialize();
        fixed (byte* start = address.Buffer.Span)
        {
            SocketError error = ErrorOf(Libc.Connect(_descriptor, start, address.Size));

            // Interrupted by a signal, it goes on in the background all the same.
            return error == SocketError.Interrupted ? SocketError.InProgress : error;
        }
    }

    internal override SocketError ConnectResult()
    {
        int result = GetNativeOption(SocketLevel, 4, out SocketError error);
        return error != SocketError.Success ? error : SocketErrors.OfErrno(result);
    }

    internal override LoopSocket? Accept(out SocketError error)
    {
        if (!Reading.IsReady)
        {
            error = SocketError.WouldBlock;
            return null;
        }

        byte* address = stackalloc byte[LargestAddress];
        do
        {
            int length = LargestAddress;
            int descriptor = Libc.Accept(_descriptor, address, &length, Libc.NonBlocking | Libc.CloseOnExec);
            if (descriptor >= 0)
            {
                error = SocketError.Success;
                return new EpollSocket(_reactor, Family, descriptor) { _remote = NativeAddress.Read(Family, address, length) };
            }
        }
        while (Failed(Reading, out error));
        return null;
    }

    internal override DetachedSocket Detach()
    {
        Debug.Assert(_watched == 0, "Its events would still come here.");
        var detached = new DetachedSocket(Family, _remote, _descriptor, null);
        _reactor.LetGo(this);
        IsClosed = true;
        _descriptor = -1;
        return detached;
    }

    internal static EpollSocket Adopt(EpollReactor reactor, DetachedSocket detached) =>
        new(reactor, detached.Family, detached.Descriptor) { _remote = detached.Remote };

    internal override SocketError ShutdownWriting() => ErrorOf(Libc.Shutdown(_descriptor, 1));

    internal override int ReceiveFrom(Span<byte> buffer, out EndPoint? sender, out SocketError error)
    {
        const int Truncated = 0x20;
        sender = null;
        error = SocketError.WouldBlock;
        if (!Reading.IsReady)
        {
            return -1;
        }

        byte* address = stackalloc byte[LargestAddress];
        fixed (byte* start = buffer)
        {
            do
            {
                int length = LargestAddress;
                nint count = Libc.ReceiveFrom(_descriptor, start, (nuint)buffer.Length, Truncated, address, &length);
                if (count >= 0)
                {
                    error = SocketError.Success;
                    sender = NativeAddress.Read(Family, address, length);
                    return (int)count;
                }
            }
            while (Failed(Reading, out error));
        }

        return -1;
    }

    internal override int SendTo(ReadOnlySpan<byte> data, EndPoint? receiver, out SocketError error)
    {
        error = SocketError.WouldBlock;
        if (!Writing.IsReady)
        {
            return -1;
        }

        SocketAddress? address = receiver?.Serialize();
        Span<byte> nowhere = [];
        fixed (byte* to = address is null ? nowhere : address.Buffer.Span)
        fixed (byte* start = data)
        {
            do
            {
                nint count = Libc.SendTo(_descriptor, start, (nuint)data.Length, Libc.NoSignal, to, address?.Size ?? 0);
                if (count >= 0)
                {
                    error = SocketError.Success;
                    return (int)count;
                }
            }
            while (Failed(Writing, out error));
        }

        return -1;
    }

    internal override SocketError ReusePort() => SetNativeOption(SocketLevel, 15, 1);

    internal override SocketError SetOption(SocketOptionLevel level, SocketOptionName name, int value)
    {
        if (level == SocketOptionLevel.Socket && name == SocketOptionName.Linger)
        {
            return value > ushort.MaxValue ? SocketError.InvalidArgument : SetLinger(value);
        }

        (int nativeLevel, int nativeName) = NativeOption(level, name);
        return SetNativeOption(nativeLevel, nativeName, value);
    }

    internal override int GetOption(SocketOptionLevel level, SocketOptionName name, out SocketError error)
    {
        if (level == SocketOptionLevel.Socket && name == SocketOptionName.Linger)
        {
            return GetLinger(out error);
        }

        (int nativeLevel, int nativeName) = NativeOption(level, name);
        return GetNativeOption(nativeLevel, nativeName, out error);
    }

    private static (int Level, int Name) NativeOption(SocketOptionLevel level, SocketOptionName name) =>
        s_options.TryGetValue((level, name), out (int Level, int Name) native) ? native : throw new NotSupportedException(
            $"The socket option {level}/{name} is not among those that Simmer knows. Set it through a Socket of your own around Handle: "
            + "new Socket(new SafeSocketHandle(connection.Handle, ownsHandle: false)).");

    private SocketError SetLinger(int seconds)
    {
        int* value = stackalloc int[2] { seconds >= 0 ? 1 : 0, Math.Max(seconds, 0) };
        return ErrorOf(Libc.SetOption(_descriptor, SocketLevel, Linger, value, 2 * sizeof(int)));
    }

    private int GetLinger(out SocketError error)
    {
        int* value = stackalloc int[2];
        int length = 2 * sizeof(int);
        error = ErrorOf(Libc.GetOption(_descriptor, SocketLevel, Linger, value, &length));
        return value[0] != 0 ? value[1] : -1;
    }

    private SocketError SetNativeOption(int level, int name, int value) =>
        ErrorOf(Libc.SetOption(_descriptor, level, name, &value, sizeof(int)));

    private int GetNativeOption(int level, int name, out SocketError error)
    {
        int value = 0;
        int length = sizeof(int);
        error = ErrorOf(Libc.GetOption(_descriptor, level, name, &value, &length));
        return value;
    }
}
