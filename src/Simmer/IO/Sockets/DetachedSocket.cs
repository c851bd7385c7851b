using System.Net;
using System.Net.Sockets;

namespace Simmer;

/// <summary>An open socket on its way from one loop to another.</summary>
/// <param name="Family">Its family.</param>
/// <param name="Remote">The peer's address.</param>
/// <param name="Descriptor">The descriptor, if it comes from an epoll reactor; else -1.</param>
/// <param name="Socket">The socket, if it comes from a portable one.</param>
internal sealed record DetachedSocket(AddressFamily Family, EndPoint? Remote, int Descriptor, Socket? Socket)
{
    /// <summary>Closes it: no loop will take it.</summary>
    internal void Close()
    {
        Socket?.Dispose();
        if (Descriptor >= 0)
        {
            _ = Libc.Close(Descriptor);
        }
    }
}
