using System.Net.Sockets;

namespace Simmer;

/// <summary>
/// The reactor of every other system: .NET's sockets, whose completions are handed to the loop's inbox from .NET's threads.
/// </summary>
/// <remarks>
/// A socket is read by non-blocking calls, after an asynchronous receive of no bytes has told that there is something. So a wait
/// that is cancelled has consumed nothing, here as with epoll.
/// </remarks>
internal sealed class PortableReactor(EventLoop loop) : Reactor(loop)
{
    private readonly HashSet<Pollable> _held = [];

    internal override LoopSocket CreateSocket(AddressFamily family, SocketType type, ProtocolType protocol)
    {
        var socket = new Socket(family, type, protocol);
        if (family == AddressFamily.InterNetworkV6)
        {
            // As the system makes them for epoll's; .NET's take IPv6 alone.
            socket.DualMode = true;
        }

        return Hold(new PortableSocket(this, socket));
    }

    internal override LoopSocket Adopt(DetachedSocket socket) => PortableSocket.Adopt(this, socket);

    internal T Hold<T>(T target)
        where T : Pollable
    {
        _held.Add(target);
        return target;
    }

    internal void LetGo(Pollable target) => _held.Remove(target);

    internal override void SetReader(int descriptor, Handle? callback) => throw NotHere();

    internal override void SetWriter(int descriptor, Handle? callback) => throw NotHere();

    internal override bool HasReader(int descriptor) => false;

    internal override bool HasWriter(int descriptor) => false;

    public override void Dispose()
    {
        foreach (Pollable target in _held)
        {
            target.OnLoopClosed();
        }

        foreach (Pollable target in _held)
        {
            target.DropWaiters();
        }

        _held.Clear();
    }

    private static PlatformNotSupportedException NotHere() => new(
        "Watching a file descriptor needs the epoll reactor, which is Linux's; this loop has the portable one. "
        + "Use Asyncio.OpenConnection, or await a System.Net.Sockets.Socket.");
}
