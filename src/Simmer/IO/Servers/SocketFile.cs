using System.Net.Sockets;
using System.Text;

namespace Simmer;

/// <summary>The file of a Unix socket, which outlives the process that does not delete it.</summary>
internal sealed unsafe class SocketFile
{
    private const int SocketType = 0xC000;
    private readonly string _path;
    private readonly ulong _inode;

    private SocketFile(string path, ulong inode)
    {
        _path = path;
        _inode = inode;
    }

    /// <summary>The file that a socket which was bound has just made; null if it made none that could be told from another's.</summary>
    internal static SocketFile? Of(System.Net.EndPoint endpoint) =>
        PathOf(endpoint) is { } path && Inode(path) is { } inode ? new SocketFile(path, inode) : null;

    /// <summary>Deletes what a socket that is gone has left at the address. A file that is no socket, or is somebody's, stays.</summary>
    /// <param name="endpoint">The address.</param>
    /// <param name="isDatagram">Whether datagrams are to be received there, not connections.</param>
    internal static void DeleteStale(System.Net.EndPoint endpoint, bool isDatagram = false)
    {
        if (PathOf(endpoint) is { } path && Inode(path) is not null && !IsSomebodys(endpoint, isDatagram))
        {
            File.Delete(path);
        }
    }

    /// <summary>Deletes the file, unless another has taken its place.</summary>
    internal void Delete()
    {
        if (Inode(_path) == _inode)
        {
            File.Delete(_path);
        }
    }

    /// <summary>Null for what is not in the file system: no Unix socket, or an abstract one.</summary>
    private static string? PathOf(System.Net.EndPoint endpoint) =>
        OperatingSystem.IsLinux() && endpoint is UnixDomainSocketEndPoint && endpoint.ToString() is { Length: > 0 } path && path[0] is not ('@' or '\0')
            ? path : null;

    /// <summary>The number of a socket's file; null if there is none or it is no socket.</summary>
    private static ulong? Inode(string path)
    {
        byte* status = stackalloc byte[256];
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            return Libc.FileStatus(name, status) == 0 && (*(ushort*)(status + 28) & 0xF000) == SocketType
                ? *(ulong*)(status + 32) : null;
        }
    }

    /// <summary>Whether a socket stands behind the file. One of the other type gives another error than a refusal.</summary>
    private static bool IsSomebodys(System.Net.EndPoint endpoint, bool isDatagram)
    {
        System.Net.SocketAddress address = endpoint.Serialize();
        int socket = Libc.Socket(1, (isDatagram ? 2 : 1) | Libc.NonBlocking | Libc.CloseOnExec, 0);
        if (socket < 0)
        {
            return true;
        }

        fixed (byte* start = address.Buffer.Span)
        {
            bool isRefused = Libc.Connect(socket, start, address.Size) != 0
                && SocketErrors.OfErrno(Libc.LastError) == SocketError.ConnectionRefused;
            _ = Libc.Close(socket);
            return !isRefused;
        }
    }
}
