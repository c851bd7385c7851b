using System.Net;
using System.Net.Sockets;
using System.Text;
using Simmer.Testing;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>Servers: their life, their clients, their errors.</summary>
public sealed class ServerTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void A_server_echoes_to_five_hundred_clients(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using Server server = await StartServer(Echo, "127.0.0.1", 0);
        await Gather(Enumerable.Range(0, 512).Select(Client));
        Assert.True(server.IsServing);

        async Coroutine<int> Client(int number)
        {
            using Connection connection = await OpenConnection("127.0.0.1", server.Port);
            for (int i = 0; i < 3; i++)
            {
                string line = $"client {number} says {i}\n";
                await connection.Send(line);
                Assert.Equal(line, Text(await connection.ReadLine()));
            }

            return number;
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_unix_socket_serves_and_its_file_goes_with_the_server(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        string path = Path.Combine(Path.GetTempPath(), $"simmer-{Guid.NewGuid():N}.sock");
        Server server = await StartUnixServer(Echo, path);
        using (Connection connection = await OpenUnixConnection(path))
        {
            await connection.Send("over the file system\n");
            Assert.Equal("over the file system\n", Text(await connection.ReadLine()));
            Assert.Equal(path, connection.RemoteEndPoint!.ToString());
            var error = await Fails.With<SocketException>(async () => await StartUnixServer(Echo, path));
            Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
        }

        await server.DisposeAsync();
        Assert.False(File.Exists(path));

        // What a server that died has left.
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(path));
        }

        if (!File.Exists(path))
        {
            // .NET deletes the file of a socket that it bound; a process that was killed does not.
            return;
        }

        await using Server next = await StartUnixServer(Echo, path);
        Assert.True(next.IsServing);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_file_that_is_not_the_servers_own_is_left_alone(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        string path = Path.Combine(Path.GetTempPath(), $"simmer-{Guid.NewGuid():N}.sock");
        await File.WriteAllTextAsync(path, "no socket");
        var error = await Fails.With<SocketException>(async () => await StartUnixServer(Echo, path));
        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
        Assert.Equal("no socket", await File.ReadAllTextAsync(path));
        File.Delete(path);
        if (kind == ReactorKind.Portable || !OperatingSystem.IsLinux())
        {
            // .NET deletes whatever has the name that it bound.
            return;
        }

        // Moved away, another in its place: each deletes its own alone.
        Server first = await StartUnixServer(Echo, path);
        File.Move(path, path + ".moved");
        await using (Server second = await StartUnixServer(Echo, path))
        {
            await first.DisposeAsync();
            using Connection connection = await OpenUnixConnection(path);
            Assert.True(second.IsServing);
            Assert.Throws<InvalidOperationException>(() => second.Port);
        }

        Assert.False(File.Exists(path));

        // What a server leaves that dies.
        File.Move(path + ".moved", path);
        await using Server third = await StartUnixServer(Echo, path);
        Assert.Equal($"<Server {path} clients=0>", third.ToString());
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_name_as_an_endpoint_is_refused_where_it_can_have_many_addresses(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        var error = await Fails.With<ArgumentException>(async () => await StartServer(Echo, new DnsEndPoint("localhost", 0)));
        Assert.Equal("endpoint", error.ParamName);
        Assert.StartsWith("localhost:0 is a name, not an address.", error.Message, StringComparison.Ordinal);
        await using Server server = await StartServer(Echo, "127.0.0.1", 0);
        using Connection connection = await OpenConnection(new DnsEndPoint("localhost", server.Port));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Accepting_can_stop_and_go_on(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using Server server = await StartServer(Echo, "127.0.0.1", 0, new() { StartServing = false });
        using Connection early = await OpenConnection("127.0.0.1", server.Port);
        await early.Send("waits\n");
        await Sleep(0.01);
        Assert.Equal(0, server.ClientCount);
        Assert.False(server.IsServing);
        server.StartServing();
        Assert.Equal("waits\n", Text(await early.ReadLine()));
        server.StopServing();
        using Connection late = await OpenConnection("127.0.0.1", server.Port);
        await late.Send("waits too\n");
        await Sleep(0.01);
        Assert.Equal(1, server.ClientCount);
        server.StartServing();
        Assert.Equal("waits too\n", Text(await late.ReadLine()));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void An_error_of_a_handler_is_reported_and_closes_its_connection(ReactorKind kind)
    {
        List<ExceptionContext> reports = RunReporting(kind, async () =>
        {
            await using Server server = await StartServer(
                async client =>
                {
                    await client.ReadLine();
                    throw new InvalidOperationException("no");
                },
                "127.0.0.1",
                0);
            using Connection connection = await OpenConnection("127.0.0.1", server.Port);
            await connection.Send("x\n");
            Assert.Empty(await connection.Read());
        });
        ExceptionContext report = Assert.Single(reports);
        Assert.Equal("no", report.Exception!.Message);
        Assert.Contains("Error in the handler of 'client 127.0.0.1:", report.Message);
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void A_handler_has_a_context_of_its_own_and_nothing_of_who_started_the_server(ReactorKind kind)
    {
        var local = new AsyncLocal<string?>();
        List<string> seen = [];
        Assert.Empty(RunReporting(kind, async () =>
        {
            local.Value = "the starter's";
            await using Server server = await StartServer(
                async client =>
                {
                    while (await client.ReadLine() is { Length: > 0 } line)
                    {
                        string name = Encoding.UTF8.GetString(line).Trim();
                        seen.Add($"{name} finds {local.Value ?? "nothing"}");
                        local.Value = name;
                        await client.Send(line);
                    }
                },
                "127.0.0.1",
                0);
            using Connection first = await OpenConnection("127.0.0.1", server.Port);
            using Connection second = await OpenConnection("127.0.0.1", server.Port);
            foreach ((Connection connection, string line) in new[] { (first, "a\n"), (second, "b\n"), (first, "c\n"), (second, "d\n") })
            {
                await connection.Send(line);
                await connection.ReadLine();
            }

            Assert.Equal("the starter's", local.Value);
        }));
        Assert.Equal(["a finds nothing", "b finds nothing", "c finds a", "d finds b"], seen);
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void Closing_waits_for_clients_with_a_grace(ReactorKind kind)
    {
        Assert.Empty(IoLoop.RunReporting(kind, Main, new() { Clock = new VirtualClock() }));

        static async Coroutine Main()
        {
            var events = new List<string>();
            Server server = await StartServer(
                async client =>
                {
                    try
                    {
                        await client.ReadLine();
                    }
                    catch (CancelledException)
                    {
                        events.Add("cancelled");
                        throw;
                    }
                },
                "127.0.0.1",
                0);
            int port = server.Port;
            using Connection connection = await OpenConnection("127.0.0.1", port);
            await Until.True(() => server.ClientCount == 1);
            await Fails.With<InvalidOperationException>(async () => await server.WaitClosed());
            server.Close();
            await Fails.With<SocketException>(async () => await OpenConnection("127.0.0.1", port));
            LoopTask closed = CreateTask(server.WaitClosed(10));
            await closed;
            Assert.Equal(["cancelled"], events);
            Assert.Empty(await connection.Read());
            Assert.Throws<InvalidOperationException>(server.StartServing);
        }
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void Aborting_clients_resets_them(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using Server server = await StartServer(Echo, "127.0.0.1", 0);
        using Connection connection = await OpenConnection("127.0.0.1", server.Port);
        await Until.True(() => server.ClientCount == 1);
        server.AbortClients();
        await Fails.With<IOException>(async () => await connection.Read(1));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Serving_for_ever_ends_when_the_server_is_closed_or_it_is_cancelled(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        Server server = await StartServer(Echo, "127.0.0.1", 0);
        LoopTask serving = CreateTask(server.ServeForever());
        await Sleep(0);
        server.Close();
        await serving;
        server = await StartServer(Echo, "127.0.0.1", 0);
        serving = CreateTask(server.ServeForever());
        await Sleep(0);
        serving.Cancel();
        await Fails.With<CancelledException>(async () => await serving);
        Assert.True(server.IsClosed);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void All_interfaces_are_one_port_and_a_taken_port_is_an_error(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using Server server = await StartServer(Echo, null, 0);
        Assert.All(server.EndPoints, endpoint => Assert.Equal(server.Port, ((IPEndPoint)endpoint).Port));
        var error = await Fails.With<SocketException>(async () => await StartServer(Echo, "127.0.0.1", server.Port));
        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
        Assert.Contains($"Cannot listen at 127.0.0.1:{server.Port}: address already in use", error.Message);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Two_servers_share_a_port_if_both_say_so(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        var options = new ServerOptions { ReusePort = true };
        await using Server one = await StartServer(Echo, "127.0.0.1", 0, options);
        await using Server two = await StartServer(Echo, "127.0.0.1", one.Port, options);
        Assert.Equal(one.Port, two.Port);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Waiting_with_a_grace_ends_with_the_last_client(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
        using Connection connection = await OpenConnection("127.0.0.1", server.Port);
        await Until.True(() => server.ClientCount == 1);
        server.Close();
        LoopTask closed = CreateTask(server.WaitClosed(3600));
        await Until.Iterations(3);
        Assert.False(closed.IsDone);
        connection.Dispose();
        await closed;
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_host_is_listened_at_where_it_can_be(ReactorKind kind)
    {
        var elsewhere = IPAddress.Parse("192.0.2.1");
        Assert.Empty(RunReporting(
            kind,
            async () =>
            {
                await using Server server = await StartServer(ServerTests.Echo, "both.test", 0);
                Assert.Equal(IPAddress.Loopback, ((IPEndPoint)Assert.Single(server.EndPoints)).Address);
                var error = await Fails.With<SocketException>(async () => await StartServer(ServerTests.Echo, "elsewhere.test", 0));
                Assert.Equal("Cannot listen at 192.0.2.1:0: address not available.", error.Message);
                error = await Fails.With<SocketException>(async () => await StartServer(ServerTests.Echo, "both.test", server.Port));
                Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
            },
            new EventLoopOptions { Resolver = Resolve }));

        async Coroutine<IPAddress[]> Resolve(string host)
        {
            await Sleep(0);
            return host == "both.test" ? [elsewhere, IPAddress.Loopback] : [elsewhere];
        }
    }

    internal static async Coroutine Echo(Connection client)
    {
        byte[] buffer = new byte[256];
        while (await client.Receive(buffer) is int count and > 0)
        {
            await client.Send(buffer.AsMemory(0, count));
        }
    }
}
