using System.Net;
using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>Streams at their edges: ends, resets, what is cancelled before it begins, what is asked for twice.</summary>
public sealed class StreamEdgeTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void A_token_that_is_cancelled_already_does_nothing(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            peer.Send(Bytes("kept"));
            var cancelled = new CancellationToken(canceled: true);
            Assert.True(connection.ReadAsync(new byte[10], cancelled).AsTask().IsCanceled);
            Assert.True(connection.WriteAsync(Bytes("never sent"), cancelled).AsTask().IsCanceled);
            await connection.WriteAsync(Array.Empty<byte>());
            Assert.Equal("ke", Text(await connection.ReadExactly(2)));

            // What is left of it comes from the buffer, to .NET's code too.
            Assert.Equal(2, connection.BufferedBytes);
            byte[] rest = new byte[10];
            Assert.Equal(2, await connection.ReadAsync(rest));
            await connection.Send("sent");
            byte[] received = new byte[10];
            Assert.Equal("sent", Text(received[..peer.Receive(received)]));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void The_end_is_the_end_for_every_kind_of_read(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        {
            peer.Dispose();
            Assert.Equal(0, await connection.ReadAsync(Memory<byte>.Empty));
            Assert.Equal(0, await connection.ReadAsync(new byte[1]));
            Assert.Equal(0, await connection.ReadAsync(Memory<byte>.Empty));
            Assert.Equal(0, await connection.Receive(new byte[1]));
            Assert.Empty(await connection.Read(0));
            Assert.Empty(await connection.Read(5));
            Assert.True(connection.IsAtEof);
            var error = await Fails.With<IncompleteReadException>(async () => await connection.ReadUntil(Bytes("x")));
            Assert.Equal("0 bytes read on a total of undefined expected bytes", error.Message);
            Assert.Throws<ArgumentOutOfRangeException>(() => connection.Limit = 0);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_reset_is_told_again_and_again(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        {
            ValueTask<int> read = connection.ReadAsync(Memory<byte>.Empty);
            peer.LingerState = new LingerOption(true, 0);
            peer.Dispose();
            try
            {
                await read;
            }
            catch (IOException)
            {
                // Or it says that there is something to read, which is the reset.
            }

            for (int i = 0; i < 2; i++)
            {
                await Fails.With<IOException>(async () => Assert.Equal(-1, await connection.ReadAsync(new byte[1])));
                await Fails.With<IOException>(async () => await connection.ReadLine());
            }

            await Fails.With<IOException>(async () => await connection.WriteAsync(new byte[1]));
            await Fails.With<IOException>(async () => await connection.Send("x"));
            if (kind == ReactorKind.Epoll)
            {
                // .NET's shutdown keeps silent about it.
                var error = await Fails.With<IOException>(async () => await connection.WriteEof());
                Assert.StartsWith("Ending the stream to 127.0.0.1:", error.Message, StringComparison.Ordinal);
            }
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void An_end_waits_for_what_was_sent_and_comes_once(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            byte[] block = Pattern(8 << 20);
            LoopTask send = CreateTask(connection.Send(block));
            await Sleep(0);
            LoopTask end = CreateTask(connection.WriteEof());
            LoopTask<byte[]> received = OnThread(() =>
            {
                using var all = new MemoryStream();
                using var stream = new NetworkStream(peer);
                stream.CopyTo(all);
                return all.ToArray();
            });
            Assert.True(connection.CanWrite);
            await send;
            await end;
            await connection.WriteEof();
            Assert.False(connection.CanWrite);
            Assert.Equal(block, await received);
            await Fails.With<InvalidOperationException>(async () => await connection.Send("more"));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Of_several_separators_the_one_that_ends_first_counts(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            peer.Send(Bytes("a;b|c|d;e"));
            ReadOnlyMemory<byte>[] separators = [Bytes(";"), Bytes("|")];
            Assert.Equal("a;", Text(await connection.ReadUntil(separators)));
            Assert.Equal("b|", Text(await connection.ReadUntil(separators)));
            Assert.Equal("c|", Text(await connection.ReadUntil(separators)));
            Assert.Equal("d;", Text(await connection.ReadUntil(separators)));
            await Fails.With<ArgumentException>(async () => await connection.ReadUntil(Array.Empty<ReadOnlyMemory<byte>>()));
            await Fails.With<ArgumentException>(async () => await connection.ReadUntil(ReadOnlyMemory<byte>.Empty));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_full_line_at_a_unix_socket_is_waited_in(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using Server server = await StartUnixServer(ServerTests.Echo, path, new() { Backlog = 1, StartServing = false });
        LoopTask<Connection>[] connecting = [.. Enumerable.Range(0, 6).Select(_ => CreateTask(OpenUnixConnection(path)))];
        await Until.Iterations(10);
        Assert.False(connecting[^1].IsDone);
        server.StartServing();
        foreach (LoopTask<Connection> one in connecting)
        {
            using Connection connection = await one;
            await connection.Send("in\n");
            Assert.Equal("in\n", Text(await connection.ReadLine()));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_socket_on_its_way_to_another_loop_can_arrive_or_be_closed(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        EventLoop loop = GetRunningLoop();
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        foreach (bool arrives in (bool[])[true, false])
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(listener.LocalEndPoint!);
            using Socket peer = listener.Accept();
            DetachedSocket detached = kind == ReactorKind.Epoll
                ? new DetachedSocket(AddressFamily.InterNetwork, client.RemoteEndPoint, (int)client.SafeHandle.DangerousGetHandle(), null)
                : new DetachedSocket(AddressFamily.InterNetwork, client.RemoteEndPoint, -1, client);
            if (arrives)
            {
                using var connection = new SocketConnection(loop.Reactor.Adopt(detached with { Descriptor = kind == ReactorKind.Epoll ? Libc.DuplicateFrom(detached.Descriptor, 3) : -1 }));
                Assert.Equal(listener.LocalEndPoint, connection.RemoteEndPoint);
                peer.Send(Bytes("arrived"));
                Assert.Equal("arrived", Text(await connection.ReadExactly(7)));
                if (kind == ReactorKind.Epoll)
                {
                    client.Dispose();
                }
            }
            else
            {
                client.SafeHandle.SetHandleAsInvalid();
                detached.Close();
                Assert.Equal(0, peer.Receive(new byte[1]));
            }
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void More_names_than_are_kept_are_looked_up_afresh(ReactorKind kind)
    {
        int lookUps = 0;
        RunReporting(
            kind,
            async () =>
            {
                for (int number = 0; number <= 1024; number++)
                {
                    await GetAddrInfo($"host{number}.test", 1);
                }

                await GetAddrInfo("host1024.test", 1);
                Assert.Equal(1025, lookUps);
                await GetAddrInfo("host0.test", 1);
                Assert.Equal(1026, lookUps);
            },
            new EventLoopOptions { Resolver = Resolve });

        async Coroutine<IPAddress[]> Resolve(string host)
        {
            lookUps++;
            await Sleep(0);
            return [IPAddress.Loopback];
        }
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void A_look_up_that_fails_otherwise_is_an_error_of_the_name(ReactorKind kind) => RunReporting(
        kind,
        async () =>
        {
            var error = await Fails.With<SocketException>(async () => await OpenConnection("broken.test", 1));
            Assert.Equal("Cannot resolve 'broken.test': the resolver is out of order", error.Message);
            Assert.Equal(SocketError.HostNotFound, error.SocketErrorCode);
        },
        new EventLoopOptions { Resolver = static host => throw new FormatException("the resolver is out of order") });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_server_serves_for_ever_once_and_is_closed_once(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
        LoopTask serving = CreateTask(server.ServeForever());
        await Sleep(0);
        var twice = await Fails.With<InvalidOperationException>(async () => await server.ServeForever());
        Assert.Contains("serves for ever already", twice.Message);
        server.Close();
        server.Close();
        await serving;
        Assert.Throws<InvalidOperationException>(() => server.Port);
        Assert.Throws<InvalidOperationException>(server.StartServing);
        Assert.Equal("<Server closed clients=0>", server.ToString());
    });

    [Fact]
    public void What_the_portable_reactor_cannot_give_a_child_it_says() => IoLoop.Run(ReactorKind.Portable, async () =>
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(Environment.ProcessPath!);
        foreach ((SubprocessOptions options, string what) in new (SubprocessOptions, string)[]
        {
            (new() { StandardError = StandardStream.StandardOutput }, "a standard stream that is another stream"),
            (new() { StandardInput = StandardStream.Of(file) }, "a standard stream that is another handle"),
            (new() { ProcessGroup = 0 }, "process groups and sessions"),
            (new() { StartNewSession = true }, "process groups and sessions"),
        })
        {
            var error = await Fails.With<PlatformNotSupportedException>(async () => await CreateSubprocessExec("true", options: options));
            Assert.StartsWith($"The portable reactor knows no {what}: ", error.Message, StringComparison.Ordinal);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Net_code_reads_and_feeds_a_child(ReactorKind kind) => Children.OnLinux(kind, async () =>
    {
        await using Subprocess cat = await CreateSubprocessExec("cat", options: Children.Piped);
        byte[] buffer = new byte[100];
        ValueTask<int> wait = cat.StandardOutput!.ReadAsync(Memory<byte>.Empty);
        Assert.False(wait.IsCompleted);
        await cat.StandardInput!.WriteAsync(Bytes("through .NET's calls"));
        Assert.Equal(0, await wait);
        Assert.Equal(0, await cat.StandardOutput.ReadAsync(Memory<byte>.Empty));
        Assert.Equal("through .NET's calls", Text(buffer[..await cat.StandardOutput.ReadAsync(buffer)]));
        await Fails.With<NotSupportedException>(async () => Assert.Equal(-1, await cat.StandardInput.ReadAsync(buffer)));
        await Fails.With<NotSupportedException>(async () => await cat.StandardOutput.Send("x"));
        Assert.Equal("<the standard input of 'cat'>", cat.StandardInput.ToString());
        await cat.StandardInput.WriteEof();
        Assert.Equal(0, await cat.StandardOutput.ReadAsync(buffer));
        Assert.Equal(0, await cat.StandardOutput.ReadAsync(Memory<byte>.Empty));
        Assert.Equal(0, await cat.Wait());
        Assert.False(cat.Kill());
        cat.StandardInput.Dispose();
        Assert.Equal("<the standard input of 'cat' closed>", cat.StandardInput.ToString());
    });
}
