using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Simmer;

/// <summary>The errors of sockets: the system's numbers as .NET's codes, and exceptions that name the endpoint.</summary>
internal static class SocketErrors
{
    /// <summary>.NET's codes by the error numbers of Linux.</summary>
    private static readonly Dictionary<int, SocketError> s_codes = new()
    {
        [0] = SocketError.Success,
        [1] = SocketError.AccessDenied,
        [2] = SocketError.AddressNotAvailable,
        [4] = SocketError.Interrupted,
        [9] = SocketError.OperationAborted,
        [11] = SocketError.WouldBlock,
        [12] = SocketError.NoBufferSpaceAvailable,
        [13] = SocketError.AccessDenied,
        [14] = SocketError.Fault,
        [22] = SocketError.InvalidArgument,
        [23] = SocketError.TooManyOpenSockets,
        [24] = SocketError.TooManyOpenSockets,
        [32] = SocketError.Shutdown,
        [71] = SocketError.ProtocolOption,
        [88] = SocketError.NotSocket,
        [89] = SocketError.DestinationAddressRequired,
        [90] = SocketError.MessageSize,
        [91] = SocketError.ProtocolType,
        [92] = SocketError.ProtocolOption,
        [93] = SocketError.ProtocolNotSupported,
        [94] = SocketError.SocketNotSupported,
        [95] = SocketError.OperationNotSupported,
        [97] = SocketError.AddressFamilyNotSupported,
        [98] = SocketError.AddressAlreadyInUse,
        [99] = SocketError.AddressNotAvailable,
        [100] = SocketError.NetworkDown,
        [101] = SocketError.NetworkUnreachable,
        [103] = SocketError.ConnectionAborted,
        [104] = SocketError.ConnectionReset,
        [105] = SocketError.NoBufferSpaceAvailable,
        [106] = SocketError.IsConnected,
        [107] = SocketError.NotConnected,
        [108] = SocketError.Shutdown,
        [110] = SocketError.TimedOut,
        [111] = SocketError.ConnectionRefused,
        [112] = SocketError.HostDown,
        [113] = SocketError.HostUnreachable,
        [114] = SocketError.AlreadyInProgress,
        [115] = SocketError.InProgress,
    };

    /// <summary>.NET's code for an error number of Linux.</summary>
    internal static SocketError OfErrno(int errno) => s_codes.GetValueOrDefault(errno, SocketError.SocketError);

    /// <summary>An exception of the setting up: connecting, listening.</summary>
    /// <param name="error">The error.</param>
    /// <param name="what">What has failed.</param>
    /// <param name="endpoint">The address of the call, if it was given one.</param>
    internal static SocketException Failed(SocketError error, string what, EndPoint? endpoint = null) =>
        new((int)error, $"{what}: {(endpoint is UnixDomainSocketEndPoint ? TextOfPath(error, endpoint.ToString()!) : TextOf(error))}.");

    /// <summary>An exception of a connection's reading or writing, as <see cref="NetworkStream"/> throws it.</summary>
    internal static IOException Broken(SocketError error, string what) =>
        new($"{what}: {TextOf(error)}.", new SocketException((int)error));

    /// <summary>Refuses a name where an address is wanted.</summary>
    internal static void CheckAddress(EndPoint? endpoint, string parameter)
    {
        if (endpoint is DnsEndPoint)
        {
            throw new ArgumentException(
                $"{NameOf(endpoint)} is a name, not an address. Look its addresses up first, with {nameof(Asyncio.GetAddrInfo)}.", parameter);
        }
    }

    internal static string NameOf(EndPoint? endpoint) => endpoint switch
    {
        null => "an unknown peer",
        _ when UnixAddress.IsUnnamed(endpoint) => "an unnamed Unix socket",
        DnsEndPoint dns => string.Create(CultureInfo.InvariantCulture, $"{dns.Host}:{dns.Port}"),
        _ => endpoint.ToString()!,
    };

    internal static string TextOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused: nobody listens there",
        SocketError.ConnectionReset => "connection reset by the peer",
        SocketError.Shutdown => "broken pipe: the peer reads no more, or writing was shut down",
        SocketError.TooManyOpenSockets => "too many open files",
        SocketError.AddressAlreadyInUse => "address already in use",
        SocketError.AddressNotAvailable => "address not available",
        SocketError.AccessDenied => "permission denied",
        _ => Decapitalized(new SocketException((int)error).Message),
    };

    /// <summary>.NET has no codes for what can be wrong with a path: one stands for another error, the other for any.</summary>
    private static string TextOfPath(SocketError error, string path) => error switch
    {
        SocketError.AddressNotAvailable => "no such file or directory",
        SocketError.SocketError when FileAbove(path) is { } file => $"{file} is not a directory",
        _ => TextOf(error),
    };

    private static string? FileAbove(string path)
    {
        string? above = path;
        while ((above = Path.GetDirectoryName(above)) is not null && !File.Exists(above))
        {
        }

        return above;
    }

    private static string Decapitalized(string message) =>
        char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
}
