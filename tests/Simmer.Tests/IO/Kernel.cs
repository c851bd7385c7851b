using System.Net.Sockets;
using Simmer.Tests.Support;

namespace Simmer.Tests.IO;

/// <summary>What the system knows of a connection, asked for behind the loop's back and without taking it away.</summary>
internal static class Kernel
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

    /// <summary>Sends until the system takes no more: nothing that the peer could make sense of.</summary>
    internal static unsafe void Fill(Connection connection)
    {
        byte nothing = 0;
        while (Libc.Send((int)connection.Handle, &nothing, 1, Libc.NoSignal | DoNotWait) == 1)
        {
        }
    }

    private static Socket Of(Connection connection) => new(new SafeSocketHandle(connection.Handle, ownsHandle: false));
}
