using System.Net.Sockets;

namespace Simmer;

/// <summary>A stream of bytes that the loop reads and writes without ever blocking: a socket, a pipe.</summary>
/// <remarks>
/// A call that would block says so; then one waits for the direction and tries again. Only the loop's thread calls it. It owns its
/// descriptor, which is taken off the reactor before it is closed and never used after.
/// </remarks>
internal abstract class Channel : Pollable
{
    private protected Channel(EventLoop loop)
    {
        Loop = loop;
        Reading = new IoDirection(loop);
        Writing = new IoDirection(loop);
    }

    internal EventLoop Loop { get; }

    internal IoDirection Reading { get; }

    internal IoDirection Writing { get; }

    internal bool IsClosed { get; private protected set; }

    /// <summary>Reads what is there.</summary>
    /// <returns>How many bytes; 0 at the end; -1 with an error, which may be <see cref="SocketError.WouldBlock"/>.</returns>
    internal abstract int Read(Span<byte> buffer, out SocketError error);

    /// <summary>Whether a read would give bytes or the end now; consumes nothing.</summary>
    internal abstract bool CanRead(out SocketError error);

    /// <summary>Writes what fits.</summary>
    /// <returns>How many bytes; -1 with an error, which may be <see cref="SocketError.WouldBlock"/>.</returns>
    internal abstract int Write(ReadOnlySpan<byte> data, out SocketError error);

    /// <summary>Sees to it that a direction, on which a call would have blocked, is signalled when one may succeed.</summary>
    internal abstract void Watch(IoDirection direction);

    /// <summary>Closes the descriptor; whoever waits goes on, and finds the channel closed.</summary>
    /// <param name="abort">Whether to drop what is unsent and reset the connection.</param>
    internal abstract void Close(bool abort);

    /// <summary>Waits until a read may succeed.</summary>
    internal void WaitToRead(LoopItem waiter)
    {
        Watch(Reading);
        Reading.Add(waiter);
    }

    /// <summary>Waits until a write may succeed.</summary>
    internal void WaitToWrite(LoopItem waiter)
    {
        Watch(Writing);
        Writing.Add(waiter);
    }

    internal sealed override void DropWaiters()
    {
        Reading.Drop();
        Writing.Drop();
    }

    /// <summary>Closed: whoever waits is to see it.</summary>
    private protected void SignalBoth()
    {
        Reading.Signal();
        Writing.Signal();
    }
}
