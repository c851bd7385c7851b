using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Simmer;

/// <summary>Has the processor fetch objects that are about to be used, while it does something else.</summary>
internal static unsafe class Foresight
{
    private const int CacheLine = 64;

    /// <summary>Fetches the first two cache lines of an object. Nothing happens to an address that is none, or of something moved since.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Fetch(object? target)
    {
        if (Sse.IsSupported)
        {
            byte* address = (byte*)Unsafe.As<object?, nint>(ref target);
            Sse.Prefetch0(address);
            Sse.Prefetch0(address + CacheLine);
        }
    }
}
