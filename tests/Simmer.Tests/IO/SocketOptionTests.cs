using System.Net;
using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>Options of sockets, by .NET's names.</summary>
public sealed class SocketOptionTests
{
    /// <summary>Each with a value that the system takes as it is.</summary>
    private static readonly (SocketOptionLevel Level, SocketOptionName Name, int Value)[] s_switches =
    [
        (SocketOptionLevel.Socket, SocketOptionName.KeepAlive, 1),
        (SocketOptionLevel.Tcp, SocketOptionName.NoDelay, 0),
        (SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 77),
        (SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 7),
        (SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3),
        (SocketOptionLevel.IP, SocketOptionName.IpTimeToLive, 33),
        (SocketOptionLevel.IP, SocketOptionName.TypeOfService, 8),
    ];

    [Theory, ClassData(typeof(BothReactors))]
    public void What_is_set_is_read_and_is_the_systems(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            using var same = new Socket(new SafeSocketHandle(connection.Handle, ownsHandle: false));
            Assert.True(connection.NoDelay);
            foreach ((SocketOptionLevel level, SocketOptionName name, int value) in s_switches)
            {
                connection.SetSocketOption(level, name, value);
                Assert.Equal(value, connection.GetSocketOption(level, name));
                Assert.Equal(value, Convert.ToInt32(same.GetSocketOption(level, name), null));
            }

            Assert.False(connection.NoDelay);
            connection.NoDelay = true;
            Assert.True(same.NoDelay);

            // The system doubles them.
            connection.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.SendBuffer, 50_000);
            Assert.InRange(connection.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.SendBuffer), 50_000, 100_000);
            connection.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer, 40_000);
            Assert.InRange(connection.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer), 40_000, 80_000);
            connection.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, 5);
            Assert.Equal(5, same.LingerState!.LingerTime);
        }

        Assert.Throws<ObjectDisposedException>(() => connection.NoDelay);
        Assert.Throws<ObjectDisposedException>(() => connection.Handle);
        Assert.Null(connection.LocalEndPoint);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Lingering_is_a_number_of_seconds_or_negative(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            using var same = new Socket(new SafeSocketHandle(connection.Handle, ownsHandle: false));
            Assert.Equal(-1, connection.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger));
            foreach (int seconds in (int[])[5, 0, 65_535, -1])
            {
                connection.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, seconds);
                Assert.Equal(seconds, connection.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger));
                Assert.Equal(seconds >= 0, same.LingerState!.Enabled);
            }

            var error = Assert.Throws<SocketException>(
                () => connection.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, 65_536));
            Assert.Equal(SocketError.InvalidArgument, error.SocketErrorCode);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void What_the_system_refuses_is_an_error_with_the_options_name(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            var error = Assert.Throws<SocketException>(
                () => connection.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, -1));
            Assert.StartsWith("Cannot set the socket option Tcp/TcpKeepAliveTime to -1: ", error.Message, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void What_simmer_does_not_know_is_for_a_socket_around_the_handle() => IoLoop.Run(ReactorKind.Epoll, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            var error = Assert.Throws<NotSupportedException>(
                () => connection.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.FastOpen, 1));
            Assert.Contains("new Socket(new SafeSocketHandle(connection.Handle, ownsHandle: false))", error.Message);
            Assert.Throws<NotSupportedException>(() => connection.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Type));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_unix_socket_has_no_options_of_tcp(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using Server server = await StartUnixServer(ServerTests.Echo, path);
        using Connection connection = await OpenUnixConnection(path);
        Assert.Throws<SocketException>(() => connection.NoDelay);
        Assert.Throws<SocketException>(() => connection.NoDelay = true);
        Assert.Equal($"<Connection open to {path}>", connection.ToString());
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void An_address_that_is_not_this_machines_cannot_be_connected_from(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        var error = await Fails.With<SocketException>(async () => await OpenConnection(
            "127.0.0.1", 9, new() { LocalEndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 0) }));
        Assert.Equal(SocketError.AddressNotAvailable, error.SocketErrorCode);
        Assert.Equal("Cannot connect to 127.0.0.1:9 from 192.0.2.1:0: address not available.", error.Message);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_name_without_an_address_of_the_family_cannot_be_resolved(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        var error = await Fails.With<SocketException>(async () => await OpenConnection(
            "127.0.0.1", 9, new() { AddressFamily = AddressFamily.InterNetworkV6 }));
        Assert.Equal("Cannot resolve '127.0.0.1': it has no address of the family InterNetworkV6.", error.Message);
        await Fails.With<ArgumentException>(async () => await OpenConnection("", 9));
        await Fails.With<ArgumentOutOfRangeException>(async () => await OpenConnection("127.0.0.1", 65_536));
    });
}
