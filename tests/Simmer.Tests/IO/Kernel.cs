using System.Net.Sockets;
using System.Runtime.InteropServices;
using Simmer.Tests.Support;

namespace Simmer.Tests.IO;

/// <summary>What the system knows of a connection, asked for behind the loop's back and without taking it away.</summary>
internal static partial class Kernel
{
    private const int DoNotWait = 0x40;

    /// <summary>Has the peer reset the connection.</summary>
    internal static void Reset(Socket peer)
    {
        peer.LingerState = new LingerOption(true, 0);
        peer.Dispose();
    }

    /// <summary>Waits until bytes, an end or a reset have arrived.</summary>
    internal static async Coroutine Heard(Connection connection)
    {
        Socket socket = Of(connection);
        await Until.True(() => socket.Poll(0, SelectMode.SelectRead));
    }

    /// <summary>Waits until a reset has arrived, of which nobody was told yet.</summary>
    internal static async Coroutine HeardReset(Connection connection)
    {
        Socket socket = Of(connection);
        await Until.True(() => socket.Poll(0, SelectMode.SelectError));
    }

    /// <summary>Waits until a reset has arrived, and somebody was told.</summary>
    internal static async Coroutine ToldOfReset(Connection connection)
    {
        Socket socket = Of(connection);
        await Until.True(() => socket.Poll(0, SelectMode.SelectRead) && !socket.Poll(0, SelectMode.SelectError));
    }

    /// <summary>As <see cref="ToldOfReset"/>, without letting the loop go on: it sees the very moment.</summary>
    internal static void SpinUntilToldOfReset(Connection connection)
    {
        Socket socket = Of(connection);
        long end = Environment.TickCount64 + (long)Until.Patience.TotalMilliseconds;
        while (!socket.Poll(0, SelectMode.SelectRead) || socket.Poll(0, SelectMode.SelectError))
        {
            Assert.True(Environment.TickCount64 < end, "Nobody was told of the reset.");
        }
    }

    /// <summary>Sends until the system takes no more: nothing that the peer could make sense of.</summary>
    internal static unsafe void Fill(Connection connection)
    {
        byte nothing = 0;
        while (Libc.Send((int)connection.Handle, &nothing, 1, Libc.NoSignal | DoNotWait) == 1)
        {
        }
    }

    /// <summary>Sends a message over a Unix socket that passes a descriptor.</summary>
    internal static unsafe void Pass(Connection connection, ReadOnlySpan<byte> message, int descriptor)
    {
        fixed (byte* bytes = message)
        {
            // A control message: its length, SOL_SOCKET, SCM_RIGHTS, the descriptor.
            nint* control = stackalloc nint[3];
            control[0] = 20;
            ((int*)control)[2] = ((int*)control)[3] = 1;
            ((int*)control)[4] = descriptor;
            nint* part = stackalloc nint[2] { (nint)bytes, message.Length };
            nint* header = stackalloc nint[7] { 0, 0, (nint)part, 1, (nint)control, 24, 0 };
            Assert.Equal(message.Length, SendMessage((int)connection.Handle, header, 0));
        }
    }

    /// <summary>The same connection by another number, of which the system takes what it stands for.</summary>
    internal static Connection Reopen(Connection connection, int number)
    {
        Assert.Equal(number, Duplicate((int)connection.Handle, number));
        return new SocketConnection(connection.Loop.Reactor.Adopt(
            new DetachedSocket(AddressFamily.InterNetwork, connection.RemoteEndPoint, number, null)));
    }

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int descriptor, int number);

    [LibraryImport("libc", EntryPoint = "sendmsg")]
    private static unsafe partial nint SendMessage(int socket, void* header, int flags);

    private static Socket Of(Connection connection) => new(new SafeSocketHandle(connection.Handle, ownsHandle: false));
}
