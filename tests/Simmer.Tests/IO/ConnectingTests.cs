using System.Net;
using System.Net.Sockets;
using Simmer.Testing;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>Connecting: refusals, time limits, several addresses, names.</summary>
public sealed class ConnectingTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void A_refusal_names_the_endpoint(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        using Socket nobody = Nobody(out int port);
        var error = await Fails.With<SocketException>(async () => await OpenConnection("127.0.0.1", port));
        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
        Assert.Equal($"Cannot connect to 127.0.0.1:{port}: connection refused: nobody listens there.", error.Message);
        await Fails.With<SocketException>(async () => await OpenUnixConnection("/nonexistent/socket"));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void The_local_address_can_be_chosen(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
        Nobody(out int port).Dispose();
        using Connection connection = await OpenConnection(
            "127.0.0.1", server.Port, new() { LocalEndPoint = new IPEndPoint(IPAddress.Parse("127.0.0.2"), port) });
        Assert.Equal($"127.0.0.2:{port}", connection.LocalEndPoint!.ToString());
        Assert.True(connection.NoDelay);
        connection.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, 1);
        Assert.NotEqual(0, connection.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_silent_address_has_its_time_and_then_the_next_is_tried_beside_it(ReactorKind kind)
    {
        var options = new EventLoopOptions { Resolver = async _ => await Addresses(SilentAddress, IPAddress.Loopback) };
        Assert.Empty(RunReporting(
            kind,
            async () =>
            {
                using Socket full = FullListener(out int port);
                await using Server server = await StartServer(ServerTests.Echo, "127.0.0.1", port);
                using Connection connection = await OpenConnection("example.test", port, new() { HappyEyeballsDelay = 0.01 });
                Assert.Equal($"127.0.0.1:{port}", connection.RemoteEndPoint!.ToString());
                await connection.Send("hello\n");
                Assert.Equal("hello\n", Text(await connection.ReadLine()));
            },
            options));
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void Connecting_can_take_a_limited_time(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        using Socket full = FullListener(out int port);
        var error = await Fails.With<TimeoutException>(
            async () => await OpenConnection(new IPEndPoint(SilentAddress, port), new() { Timeout = 0.02 }));
        Assert.Contains("took longer than 0.02 s", error.Message);
        LoopTask<Connection> connecting = CreateTask(OpenConnection(new IPEndPoint(SilentAddress, port)));
        await Sleep(0.005);
        connecting.Cancel();
        await Fails.With<CancelledException>(async () => await connecting);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void If_every_address_fails_the_error_tells_of_each(ReactorKind kind)
    {
        var options = new EventLoopOptions { Resolver = async _ => await Addresses(IPAddress.Loopback, IPAddress.Parse("127.0.0.3")) };
        Assert.Empty(RunReporting(
            kind,
            async () =>
            {
                using Socket nobody = Nobody(out int port);
                var error = await Fails.With<SocketException>(async () => await OpenConnection("example.test", port));
                Assert.Contains("127.0.0.1", error.Message);
                Assert.Contains("127.0.0.3", error.Message);
                Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
            },
            options));
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void An_error_of_a_unix_sockets_path_says_what_is_wrong_with_it(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        string file = Path.GetTempFileName();
        try
        {
            string missing = file + ".missing";
            string below = Path.Combine(file, "socket");
            string deeper = Path.Combine(missing, "socket");
            Assert.Equal($"Cannot connect to {missing}: no such file or directory.", await ErrorOf(async () => await OpenUnixConnection(missing)));
            Assert.Equal($"Cannot connect to {below}: {file} is not a directory.", await ErrorOf(async () => await OpenUnixConnection(below)));
            Assert.Equal($"Cannot listen at {deeper}: no such file or directory.", await ErrorOf(async () => await StartUnixServer(ServerTests.Echo, deeper)));
            Assert.Equal($"Cannot listen at {below}: {file} is not a directory.", await ErrorOf(async () => await StartUnixServer(ServerTests.Echo, below)));
        }
        finally
        {
            File.Delete(file);
        }

        static async Coroutine<string> ErrorOf(Func<Coroutine> call) => (await Fails.With<SocketException>(call)).Message;
    });

    [Fact]
    public void A_name_is_looked_up_once_for_all_who_ask_and_kept_for_its_time()
    {
        int lookUps = 0;
        bool fails = false;
        var options = new EventLoopOptions { Clock = new VirtualClock(), Resolver = LookUp, NameCacheTime = 10 };
        Assert.Empty(RunReporting(
            ReactorKind.Epoll,
            async () =>
            {
                LoopTask<IPEndPoint[]> impatient = CreateTask(GetAddrInfo("example.test", 80));
                LoopTask<IPEndPoint[]>[] asked = [.. Enumerable.Range(0, 10).Select(_ => CreateTask(GetAddrInfo("Example.test", 80)))];
                await Sleep(0);
                impatient.Cancel();
                await Gather(asked);
                Assert.All(asked, task => Assert.Equal("127.0.0.1:80", Assert.Single(task.Result).ToString()));
                await GetAddrInfo("example.test", 80);
                Assert.Equal(1, lookUps);
                await Sleep(11);
                await GetAddrInfo("example.test", 80);
                Assert.Equal(2, lookUps);
                fails = true;
                var error = await Fails.With<SocketException>(async () => await GetAddrInfo("nowhere.test"));
                Assert.Equal("Cannot resolve 'nowhere.test': no such name", error.Message);
                await Fails.With<SocketException>(async () => await GetAddrInfo("nowhere.test"));
                Assert.Equal(4, lookUps);
                await Fails.With<SocketException>(async () => await GetAddrInfo("127.0.0.1", 80, AddressFamily.InterNetworkV6));
                Assert.Equal(4, lookUps);
            },
            options));

        async Coroutine<IPAddress[]> LookUp(string name)
        {
            lookUps++;
            await Sleep(0.001);
            return fails ? throw new SocketException((int)SocketError.HostNotFound, "no such name") : [IPAddress.Loopback];
        }
    }

    [Fact]
    public void The_systems_resolver_knows_this_machine() => IoLoop.Run(ReactorKind.Epoll, async () =>
    {
        Assert.Equal([new IPEndPoint(IPAddress.IPv6Loopback, 80)], await GetAddrInfo("[::1]", 80));
        var withPort = await Fails.With<ArgumentException>(async () => await GetAddrInfo("[::1]:5", 80));
        Assert.StartsWith("'[::1]:5' is an address with a port. Give the port by itself.", withPort.Message, StringComparison.Ordinal);
        Assert.Contains(IPAddress.Loopback, (await GetAddrInfo("localhost", 1, AddressFamily.InterNetwork)).Select(endpoint => endpoint.Address));
        (string host, string service) = await GetNameInfo(new IPEndPoint(IPAddress.Loopback, 80));
        Assert.NotEmpty(host);
        Assert.Equal("80", service);
    });

    /// <summary>Where connections hang: a listener whose backlog is full.</summary>
    private static IPAddress SilentAddress => IPAddress.Parse("127.0.0.9");

    private static readonly List<Socket> s_filling = [];

    private static Socket FullListener(out int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(SilentAddress, 0));
        listener.Listen(0);
        port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        for (int i = 0; i < 4; i++)
        {
            var filling = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            s_filling.Add(filling);
            try
            {
                filling.Connect(listener.LocalEndPoint!);
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
            }
        }

        return listener;
    }

    /// <summary>Holds a port at which nobody listens: a free one could be another's by the time of the call, or the caller's own.</summary>
    private static Socket Nobody(out int port)
    {
        var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Any, 0));
        port = ((IPEndPoint)holder.LocalEndPoint!).Port;
        return holder;
    }

#pragma warning disable CS1998
    private static async Coroutine<IPAddress[]> Addresses(params IPAddress[] addresses) => addresses;
#pragma warning restore CS1998
}
