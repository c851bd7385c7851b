using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>The system calls of the Linux reactor. Arguments are blittable: a call is a plain jump.</summary>
/// <remarks>
/// Each call makes the usual transition, which lets the garbage collector run meanwhile: it costs some nanoseconds beside a
/// system call's hundreds, and even a call that never blocks can copy for microseconds.
/// </remarks>
internal static unsafe partial class Libc
{
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;
    internal const int NoSignal = 0x4000;
    internal const int Peek = 2;

    /// <summary>One number on every architecture that .NET knows.</summary>
    private const int EpollPwait2Call = 441;
    private const string Library = "libc";

    /// <summary>recvfrom and sendto, by number: the library's functions first see to it that a thread can be cancelled in them.</summary>
    private static readonly int s_receiveCall = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 45,
        Architecture.Arm64 => 207,
        _ => 0,
    };

    private static readonly int s_sendCall = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 44,
        Architecture.Arm64 => 206,
        _ => 0,
    };

    /// <summary>The error of the call that failed just now.</summary>
    internal static int LastError => Marshal.GetLastSystemError();

    [LibraryImport(Library, EntryPoint = "epoll_create1")]
    internal static partial int EpollCreate(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl")]
    internal static partial int EpollControl(int epoll, int operation, int descriptor, void* change);

    [LibraryImport(Library, EntryPoint = "epoll_wait")]
    internal static partial int EpollWait(int epoll, void* events, int most, int milliseconds);

    /// <summary>epoll_pwait2, which C libraries know later than kernels do.</summary>
    internal static int EpollWait(int epoll, void* events, int most, KernelTime* timeout) =>
        (int)SystemCall(EpollPwait2Call, epoll, (nint)events, most, (nint)timeout, 0, 8);

    [LibraryImport(Library, EntryPoint = "eventfd")]
    internal static partial int EventDescriptor(uint value, int flags);

    [LibraryImport(Library, EntryPoint = "read")]
    internal static partial nint Read(int descriptor, void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "write")]
    internal static partial nint Write(int descriptor, void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "close")]
    internal static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "socket")]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind")]
    internal static partial int Bind(int socket, void* address, int length);

    [LibraryImport(Library, EntryPoint = "listen")]
    internal static partial int Listen(int socket, int backlog);

    [LibraryImport(Library, EntryPoint = "accept4")]
    internal static partial int Accept(int socket, void* address, int* length, int flags);

    [LibraryImport(Library, EntryPoint = "connect")]
    internal static partial int Connect(int socket, void* address, int length);

    internal static nint Receive(int socket, void* buffer, nuint length, int flags) => s_receiveCall > 0
        ? SystemCall(s_receiveCall, socket, (nint)buffer, (nint)length, flags, 0, 0)
        : ReceiveByLibrary(socket, buffer, length, flags);

    internal static nint Send(int socket, void* buffer, nuint length, int flags) => s_sendCall > 0
        ? SystemCall(s_sendCall, socket, (nint)buffer, (nint)length, flags, 0, 0)
        : SendByLibrary(socket, buffer, length, flags);

    [LibraryImport(Library, EntryPoint = "recv")]
    private static partial nint ReceiveByLibrary(int socket, void* buffer, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "send")]
    private static partial nint SendByLibrary(int socket, void* buffer, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "recvfrom")]
    internal static partial nint ReceiveFrom(int socket, void* buffer, nuint length, int flags, void* address, int* addressLength);

    [LibraryImport(Library, EntryPoint = "sendto")]
    internal static partial nint SendTo(int socket, void* buffer, nuint length, int flags, void* address, int addressLength);

    [LibraryImport(Library, EntryPoint = "shutdown")]
    internal static partial int Shutdown(int socket, int how);

    [LibraryImport(Library, EntryPoint = "getsockname")]
    internal static partial int LocalAddress(int socket, void* address, int* length);

    [LibraryImport(Library, EntryPoint = "getpeername")]
    internal static partial int RemoteAddress(int socket, void* address, int* length);

    [LibraryImport(Library, EntryPoint = "setsockopt")]
    internal static partial int SetOption(int socket, int level, int name, void* value, int length);

    [LibraryImport(Library, EntryPoint = "getsockopt")]
    internal static partial int GetOption(int socket, int level, int name, void* value, int* length);

    /// <summary>statx of the file itself, not of what it links to: type and number.</summary>
    internal static int FileStatus(byte* path, byte* status) => StatX(-100, path, 0x100, 0x101, status);

    [LibraryImport(Library, EntryPoint = "statx")]
    private static partial int StatX(int directory, byte* path, int flags, uint mask, byte* status);

    [LibraryImport(Library, EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    /// <summary>A time as the kernel takes it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct KernelTime
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}

/// <summary>The error numbers of Linux that code asks for by name.</summary>
internal static class Errno
{
    internal const int NotPermitted = 1;
    internal const int NotFound = 2;
    internal const int Interrupted = 4;
    internal const int BadDescriptor = 9;
    internal const int TryAgain = 11;
    internal const int Exists = 17;
    internal const int NotSupported = 38;
    internal const int InProgress = 115;
}
