using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>The numbers of epoll, and the layout of its events.</summary>
/// <remarks>
/// <c>struct epoll_event</c> is 12 bytes, packed, on x86 processors and 16 bytes on all others, so it is read and written by
/// offset.
/// </remarks>
internal static unsafe class Epoll
{
    internal const uint In = 0x1;
    internal const uint Priority = 0x2;
    internal const uint Out = 0x4;
    internal const uint Error = 0x8;
    internal const uint HangUp = 0x10;
    internal const uint ReadHangUp = 0x2000;
    internal const uint EdgeTriggered = 1u << 31;

    internal const int Add = 1;
    internal const int Delete = 2;
    internal const int Modify = 3;

    private static readonly bool s_isPacked = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;

    /// <summary>The size of an event.</summary>
    internal static int EventSize => s_isPacked ? 12 : 16;

    internal static uint EventsAt(byte* events, int index) => *(uint*)(events + (index * EventSize));

    internal static ulong DataAt(byte* events, int index) =>
        Unsafe.ReadUnaligned<ulong>(events + (index * EventSize) + (s_isPacked ? 4 : 8));

    /// <summary>Adds, changes or deletes a descriptor's registration.</summary>
    /// <returns>0, or the error number.</returns>
    internal static int Control(int epoll, int operation, int descriptor, uint events, ulong data)
    {
        byte* change = stackalloc byte[16];
        *(uint*)change = events;
        Unsafe.WriteUnaligned(change + (s_isPacked ? 4 : 8), data);
        return Libc.EpollControl(epoll, operation, descriptor, change) == 0 ? 0 : Libc.LastError;
    }
}
