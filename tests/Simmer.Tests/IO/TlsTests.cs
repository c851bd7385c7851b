using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>TLS on both sides, over real sockets.</summary>
public sealed class TlsTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void Lines_and_large_blocks_go_through_and_everything_stays_on_the_loop(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        int loop = Environment.CurrentManagedThreadId;
        await using Server server = await StartServer(
            async client =>
            {
                Assert.True(client.Tls!.IsEncrypted);
                string line = Text(await client.ReadLine());
                byte[] block = await client.ReadExactly(500_000);
                Assert.Equal(loop, Environment.CurrentManagedThreadId);
                await client.Send("answer to " + line);
                await client.Send(block);
            },
            "127.0.0.1",
            0,
            new() { Tls = Certificates.Server });
        using Connection connection = await OpenConnection("localhost", server.Port, new() { Tls = Certificates.Client() });
        byte[] block = Pattern(500_000);
        await connection.Send("question\n");
        await connection.Send(block);
        Assert.Equal("answer to question\n", Text(await connection.ReadLine()));
        Assert.Equal(block, await connection.Read());
        Assert.True(connection.IsAtEof);
        Assert.Equal(loop, Environment.CurrentManagedThreadId);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void The_certificate_is_chosen_by_the_name_that_is_asked_for(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        var asked = new List<string?>();
        var tls = new System.Net.Security.SslServerAuthenticationOptions
        {
            ServerCertificateSelectionCallback = (_, name) =>
            {
                asked.Add(name);
                return name == "other.test" ? Certificates.Other : Certificates.Localhost;
            },
        };
        await using Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0, new() { Tls = tls });
        foreach (string name in (string[])["localhost", "other.test"])
        {
            using Connection connection = await OpenConnection("127.0.0.1", server.Port, new() { Tls = Certificates.Client(name) });
            Assert.Equal($"CN={name}", connection.Tls!.RemoteCertificate!.Subject);
        }

        Assert.Equal(["localhost", "other.test"], asked);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_wrong_name_fails_the_handshake_and_closes_the_connection(ReactorKind kind)
    {
        List<ExceptionContext> reports = RunReporting(kind, async () =>
        {
            await using Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0, new() { Tls = Certificates.Server });
            await Fails.With<AuthenticationException>(
                async () => await OpenConnection("127.0.0.1", server.Port, new() { Tls = Certificates.Client("wrong.test") }));
            await Until.True(() => server.ClientCount == 0);
        });
        Assert.True(reports.Count <= 1);
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void Cancelled_reads_lose_no_byte_and_a_second_reader_is_refused(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        var peer = new Future<Connection>(GetRunningLoop());
        await using Server server = await StartServer(
            async client =>
            {
                peer.SetResult(client);
                await Sleep(double.PositiveInfinity);
            },
            "127.0.0.1",
            0,
            new() { Tls = Certificates.Server });
        using Connection connection = await OpenConnection("127.0.0.1", server.Port, new() { Tls = Certificates.Client("localhost") });
        Connection other = await peer;
        for (int i = 0; i < 20; i++)
        {
            LoopTask<byte[]> read = CreateTask(connection.ReadExactly(100));
            await Sleep(0);
            await Fails.With<InvalidOperationException>(async () => await connection.ReadLine());
            await other.Send($"part {i}\n");
            if (i % 2 == 0)
            {
                await Sleep(0.001);
            }

            read.Cancel();
            await Fails.With<CancelledException>(async () => await read);
            Assert.Equal($"part {i}\n", Text(await connection.ReadLine()));
        }

        // A cancelled task's clean-up can still talk.
        LoopTask polite = CreateTask(Polite());
        await Sleep(0.001);
        polite.Cancel();
        await Fails.With<CancelledException>(async () => await polite);
        Assert.Equal("bye\n", Text(await other.ReadLine()));

        async Coroutine Polite()
        {
            try
            {
                await connection.ReadLine();
            }
            finally
            {
                await connection.Send("bye\n");
            }
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_read_that_is_cancelled_as_its_bytes_arrive_keeps_them_in_order(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using TlsPair pair = await TlsPair.Open();
        for (int i = 0; i < 100; i++)
        {
            LoopTask<byte[]> read = CreateTask(pair.Client.ReadExactly(8));
            await pair.Server.Send("abcd");
            await Until.True(() => pair.Client.BufferedBytes == 4);
            await pair.Server.Send("efgh");
            await Until.Iterations(i);
            read.Cancel();
            await Until.Settled(read);
            Assert.Equal("abcdefgh", Text(read.IsCancelled ? await pair.Client.ReadExactly(8) : await read));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_cancelled_send_is_the_last(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        byte[] block = new byte[8 << 20];
        for (int i = 0; i < 12; i++)
        {
            await using TlsPair pair = await TlsPair.Open();
            LoopTask send = CreateTask(i % 2 == 0 ? pair.Client.Send(block) : Write(pair.Client, block));
            await Until.Iterations(i + 1);
            await Sleep(i < 6 ? 0 : 0.001 * i);
            send.Cancel();
            await Fails.With<CancelledException>(async () => await send);
            var error = await Fails.With<IOException>(async () => await pair.Client.Send("more"));
            Assert.Contains("an earlier send was cancelled when a part of it had gone out", error.Message);
        }

        static async Coroutine Write(Connection connection, byte[] block) => await connection.WriteAsync(block, Asyncio.CancellationToken);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_plain_connection_can_go_over_to_it(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using Server server = await StartServer(
            async client =>
            {
                Assert.Equal("STARTTLS\n", Text(await client.ReadLine()));
                await client.Send("go ahead\n");
                using Connection secure = await client.StartTls(Certificates.Server);
                Assert.Equal("secret\n", Text(await secure.ReadLine()));
                await secure.Send("heard\n");
            },
            "127.0.0.1",
            0);
        using Connection plain = await OpenConnection("127.0.0.1", server.Port);
        await plain.Send("STARTTLS\n");
        Assert.Equal("go ahead\n", Text(await plain.ReadLine()));
        using Connection connection = await plain.StartTls(Certificates.Client("localhost"));
        await connection.Send("secret\n");
        Assert.Equal("heard\n", Text(await connection.ReadLine()));
        Assert.Empty(await connection.Read());
        connection.Dispose();
        Assert.True(plain.IsClosed);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_client_that_says_nothing_is_dropped_after_the_handshakes_time(ReactorKind kind)
    {
        List<ExceptionContext> reports = RunReporting(kind, async () =>
        {
            await using Server server = await StartServer(
                ServerTests.Echo, "127.0.0.1", 0, new() { Tls = Certificates.Server, TlsHandshakeTimeout = 0.02 });
            using Connection silent = await OpenConnection("127.0.0.1", server.Port);
            try
            {
                Assert.Empty(await silent.Read());
            }
            catch (IOException error)
            {
                Assert.IsType<SocketException>(error.InnerException);
            }
        });
        Assert.Contains("did not finish TLS's handshake within 0.02 s", Assert.Single(reports).Exception!.Message);
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void A_half_close_is_seen_and_the_answer_still_comes(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using Server server = await StartServer(
            async client =>
            {
                byte[] all = await client.Read();
                await client.Send(all);
            },
            "127.0.0.1",
            0,
            new() { Tls = Certificates.Server });
        using Connection connection = await OpenConnection("127.0.0.1", server.Port, new() { Tls = Certificates.Client("localhost") });
        await connection.Send("all of it");
        await connection.WriteEof();
        Assert.Equal("all of it", Text(await connection.Read()));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Closing_ends_what_waits_as_it_does_without_it(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        foreach (bool aborts in (bool[])[false, true])
        {
            await using TlsPair pair = await TlsPair.Open();
            LoopTask[] waiting =
            [
                CreateTask(pair.Client.Receive(new byte[1])),
                CreateTask(pair.Client.Send(new byte[8 << 20])),
                CreateTask(pair.Server.ReadExactly(16 << 20)),
            ];
            await Until.Iterations(3);
            foreach (Connection connection in (Connection[])[pair.Client, pair.Server])
            {
                if (aborts)
                {
                    connection.Abort();
                }
                else
                {
                    connection.Dispose();
                }
            }

            foreach (LoopTask one in waiting)
            {
                await Fails.With<ObjectDisposedException>(async () => await one);
            }
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void So_it_ends_what_dotnet_code_waits_for(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using TlsPair pair = await TlsPair.OpenUnix();
        Task[] waiting = [pair.Client.ReadAsync(new byte[1]).AsTask(), pair.Client.WriteAsync(new byte[8 << 20]).AsTask()];
        pair.Client.Dispose();
        foreach (Task one in waiting)
        {
            await Fails.With<ObjectDisposedException>(async () => await one);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public async Task And_so_does_the_loops_end(ReactorKind kind)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Task<SslStream> accepting = Task.Run(Accept);
        Task<int>? read = null;
        IoLoop.Run(kind, async () =>
        {
            Connection connection = await OpenConnection(listener.LocalEndPoint!, new() { Tls = Certificates.Client("localhost") });
            read = connection.ReadAsync(new byte[1]).AsTask();
        });
        await using SslStream peer = await accepting;
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await read!);

        async Task<SslStream> Accept()
        {
            var stream = new SslStream(new NetworkStream(await listener.AcceptAsync(), ownsSocket: true));
            await stream.AuthenticateAsServerAsync(Certificates.Server);
            return stream;
        }
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void The_end_is_known_once_it_was_received(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using TlsPair pair = await TlsPair.Open();
        await pair.Server.WriteEof();
        Assert.False(pair.Client.IsAtEof);
        Assert.Equal(0, await pair.Client.Receive(new byte[1]));
        Assert.True(pair.Client.IsAtEof);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void The_end_is_known_once_a_read_of_dotnet_code_met_it(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using TlsPair pair = await TlsPair.Open();
        ValueTask<int> empty = pair.Client.ReadAsync(Memory<byte>.Empty);
        await pair.Server.Send("x");
        await pair.Server.WriteEof();
        Assert.Equal(0, await empty);
        Assert.Equal(1, await pair.Client.ReadAsync(new byte[2]));
        Assert.False(pair.Client.IsAtEof);
        Assert.Equal(0, await pair.Client.ReadAsync(new byte[2]));
        Assert.True(pair.Client.IsAtEof);
    });
}
