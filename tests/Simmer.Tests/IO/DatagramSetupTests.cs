using System.Net;
using System.Net.Sockets;
using Simmer.Testing;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>Endpoints of every kind, their settings, and what they are told by.</summary>
public sealed class DatagramSetupTests
{
    private static readonly IPEndPoint s_any = new(IPAddress.Loopback, 0);

    [Theory, ClassData(typeof(BothReactors))]
    public void A_taken_address_is_an_error_unless_both_share_it(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        using DatagramEndpoint first = await CreateDatagramEndpoint(new() { LocalEndPoint = s_any });
        var error = await Fails.With<SocketException>(async () => await CreateDatagramEndpoint(new() { LocalEndPoint = first.LocalEndPoint }));
        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
        Assert.Equal($"Cannot receive datagrams at {first.LocalEndPoint}: address already in use.", error.Message);
        using DatagramEndpoint shared = await CreateDatagramEndpoint(new() { LocalEndPoint = s_any, ReusePort = true });
        using DatagramEndpoint too = await CreateDatagramEndpoint(new() { LocalEndPoint = shared.LocalEndPoint, ReusePort = true });
        Assert.Equal(shared.LocalEndPoint, too.LocalEndPoint);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_peer_of_another_family_is_an_error(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        var error = await Fails.With<SocketException>(async () => await CreateDatagramEndpoint(
            new() { LocalEndPoint = s_any, RemoteEndPoint = new IPEndPoint(IPAddress.IPv6Loopback, 9) }));
        Assert.StartsWith("Cannot send datagrams to [::1]:9: ", error.Message, StringComparison.Ordinal);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_name_is_to_be_resolved_first(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        const string Said = "localhost:9 is a name, not an address. Look its addresses up first, with GetAddrInfo.";
        var name = new DnsEndPoint("localhost", 9);
        using DatagramEndpoint endpoint = await CreateDatagramEndpoint();
        var error = await Fails.With<ArgumentException>(async () => await endpoint.Send(new byte[1], name));
        Assert.Equal("receiver", error.ParamName);
        Assert.StartsWith(Said, error.Message, StringComparison.Ordinal);
        error = await Fails.With<ArgumentException>(async () => await CreateDatagramEndpoint(new() { LocalEndPoint = name }));
        Assert.StartsWith(Said, error.Message, StringComparison.Ordinal);
        error = await Fails.With<ArgumentException>(async () => await CreateDatagramEndpoint(new() { RemoteEndPoint = name }));
        Assert.StartsWith(Said, error.Message, StringComparison.Ordinal);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Over_ipv6_it_is_the_same(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        if (!Socket.OSSupportsIPv6)
        {
            return;
        }

        using DatagramEndpoint server = await CreateDatagramEndpoint(new() { LocalEndPoint = new IPEndPoint(IPAddress.IPv6Loopback, 0) });
        using DatagramEndpoint client = await CreateDatagramEndpoint(new() { AddressFamily = AddressFamily.InterNetworkV6 });
        await client.Send(Bytes("six"), server.LocalEndPoint);
        Datagram datagram = await server.Receive();
        Assert.Equal("six", Text(datagram.Data));
        Assert.Equal(IPAddress.IPv6Loopback, ((IPEndPoint)datagram.Sender!).Address);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Over_a_unix_socket_a_send_waits_for_a_slow_receiver(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        const int Count = 50;
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using DatagramEndpoint server = await CreateDatagramEndpoint(new() { LocalEndPoint = new UnixDomainSocketEndPoint(path) });
            using DatagramEndpoint client = await CreateDatagramEndpoint(new() { RemoteEndPoint = server.LocalEndPoint });
            LoopTask[] sends = [.. Enumerable.Range(0, Count).Select(number => CreateTask(client.Send(new[] { (byte)number })))];
            await Until.Iterations(5);

            // The system lets some ten wait; the others are in line.
            Assert.False(sends[^1].IsDone);
            Assert.True(sends[0].IsDone);
            sends[^1].Cancel();
            await Until.Settled(sends[^1]);
            Assert.True(sends[^1].IsCancelled);
            for (int number = 0; number < Count - 1; number++)
            {
                Assert.Equal([(byte)number], (await server.Receive()).Data);
            }

            await Until.Settled(sends);
        }
        finally
        {
            File.Delete(path);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Closed_it_says_so(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        using DatagramEndpoint server = await CreateDatagramEndpoint(new() { LocalEndPoint = s_any, ReceiveBufferSize = 100_000 });
        using DatagramEndpoint client = await CreateDatagramEndpoint(new() { RemoteEndPoint = server.LocalEndPoint });
        Assert.Equal($"<DatagramEndpoint {server.LocalEndPoint}>", server.ToString());
        Assert.Equal($"<DatagramEndpoint {client.LocalEndPoint} to {server.LocalEndPoint}>", client.ToString());
        Assert.NotEqual(server.Handle, client.Handle);
        var error = await Fails.With<ThreadException>(async () => await ToThread(() => Throws<InvalidOperationException>(() => _ = server.Handle)));
        Assert.Contains("was called from thread", error.Message);
        server.Dispose();
        server.Dispose();
        Assert.True(server.IsClosed);
        Assert.Equal("<DatagramEndpoint closed>", server.ToString());
        Assert.Null(server.LocalEndPoint);
        await Fails.With<ObjectDisposedException>(async () => await server.Receive());
        await Fails.With<ObjectDisposedException>(async () => await server.ReceiveInto(new byte[1]));
        await Fails.With<ObjectDisposedException>(async () => await server.Send(new byte[1], s_any));
        Assert.Throws<ObjectDisposedException>(() => server.Handle);
    });

    /// <summary>What was thrown on the other thread, as a test's own.</summary>
    private sealed class ThreadException(Exception inner) : Exception(inner.Message, inner);

    private static void Throws<T>(Action action)
        where T : Exception => throw new ThreadException(Assert.Throws<T>(action));

    [Theory, ClassData(typeof(BothReactors))]
    public void All_interfaces_of_ipv6_are_those_of_ipv4_too(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        if (!Socket.OSSupportsIPv6)
        {
            return;
        }

        using DatagramEndpoint server = await CreateDatagramEndpoint(new() { LocalEndPoint = new IPEndPoint(IPAddress.IPv6Any, 0) });
        using DatagramEndpoint client = await CreateDatagramEndpoint(new() { LocalEndPoint = s_any });
        await client.Send(Bytes("four"), new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)server.LocalEndPoint!).Port));
        Datagram datagram = await server.Receive();
        Assert.Equal("four", Text(datagram.Data));
        Assert.Equal(IPAddress.Loopback.MapToIPv6(), ((IPEndPoint)datagram.Sender!).Address);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Who_waits_for_room_in_anothers_queue_lets_the_loop_rest(ReactorKind kind)
    {
        var steps = new StepCount();
        Assert.Empty(RunReporting(
            kind,
            async () =>
            {
                string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
                try
                {
                    using DatagramEndpoint server = await CreateDatagramEndpoint(new() { LocalEndPoint = new UnixDomainSocketEndPoint(path) });
                    using DatagramEndpoint client = await CreateDatagramEndpoint(new() { AddressFamily = AddressFamily.Unix });
                    LoopTask fills = CreateTask(Fill(client, server.LocalEndPoint!));
                    await Until.Iterations(10);
                    Assert.False(fills.IsDone);
                    int before = steps.Of(fills);
                    await Until.Iterations(100);

                    // The clock stands still meanwhile: nothing has changed that it could try again for.
                    Assert.Equal(before, steps.Of(fills));
                    fills.Cancel();
                    await Fails.With<CancelledException>(async () => await fills);
                    LoopTask last = CreateTask(client.Send(Bytes("last"), server.LocalEndPoint));
                    await Until.Iterations(3);
                    Assert.False(last.IsDone);
                    Assert.Equal("full", Text((await server.Receive()).Data));
                    await last;
                }
                finally
                {
                    File.Delete(path);
                }
            },
            new EventLoopOptions { Clock = new VirtualClock(), Observer = steps }));

        static async Coroutine Fill(DatagramEndpoint client, EndPoint full)
        {
            while (true)
            {
                await client.Send(Bytes("full"), full);
            }
        }
    }

    private sealed class StepCount : LoopObserver
    {
        private readonly Dictionary<LoopTask, int> _steps = [];

        internal int Of(LoopTask task) => _steps.GetValueOrDefault(task);

        public override void StepBegun(LoopTask task) => _steps[task] = Of(task) + 1;
    }
}
