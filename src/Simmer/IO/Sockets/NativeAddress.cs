using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Simmer;

/// <summary>Socket addresses as Linux writes them.</summary>
internal static unsafe class NativeAddress
{
    internal static EndPoint? Read(AddressFamily family, byte* address, int length) => family switch
    {
        AddressFamily.InterNetwork when length >= 8 => new IPEndPoint(
            new IPAddress(new ReadOnlySpan<byte>(address + 4, 4)), Port(address)),
        AddressFamily.InterNetworkV6 when length >= 28 => new IPEndPoint(
            new IPAddress(new ReadOnlySpan<byte>(address + 8, 16), *(uint*)(address + 24)), Port(address)),
        AddressFamily.Unix => ReadUnix(address, length),
        _ => null,
    };

    private static int Port(byte* address) => BinaryPrimitives.ReadUInt16BigEndian(new ReadOnlySpan<byte>(address + 2, 2));

    private static EndPoint ReadUnix(byte* address, int length)
    {
        var copy = new SocketAddress(AddressFamily.Unix, Math.Max(length, 2));
        new ReadOnlySpan<byte>(address, length).CopyTo(copy.Buffer.Span);
        return UnixAddress.EndPointOf(copy);
    }
}
