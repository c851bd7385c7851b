using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>Reading as asyncio's streams read, with a plain socket at the other end.</summary>
public sealed class ReadingTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void Lines_come_with_their_line_feed_and_the_last_without(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            peer.Send(Bytes("one\ntwo\n\nthr"));
            Assert.Equal("one\n", Text(await connection.ReadLine()));
            Assert.Equal("two\n", Text(await connection.ReadLine()));
            Assert.Equal("\n", Text(await connection.ReadLine()));
            LoopTask<byte[]> last = CreateTask(connection.ReadLine());
            await Sleep(0);
            peer.Send(Bytes("ee"));
            peer.Shutdown(SocketShutdown.Send);
            Assert.Equal("three", Text(await last));
            Assert.True(connection.IsAtEof);
            Assert.Empty(await connection.ReadLine());
            Assert.Empty(await connection.Read());
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_line_over_the_limit_is_dropped_and_the_next_is_read(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            connection.Limit = 8;
            peer.Send(Bytes("123456789\nshort\n"));
            var error = await Fails.With<LimitOverrunException>(async () => await connection.ReadLine());
            Assert.Contains("limit of 8 bytes", error.Message);
            Assert.Equal("short\n", Text(await connection.ReadLine()));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void The_limit_holds_for_lines_that_came_with_others(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            connection.Limit = 8;
            peer.Send(Bytes("first\n123456789\n12345678\n"));
            Assert.Equal("first\n", Text(await connection.ReadLine()));
            await Fails.With<LimitOverrunException>(async () => await connection.ReadLine());
            Assert.Equal("12345678\n", Text(await connection.ReadLine()));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_separator_beyond_the_limit_leaves_the_bytes_in_the_stream(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            connection.Limit = 4;
            peer.Send(Bytes("abcdefgh"));
            var error = await Fails.With<LimitOverrunException>(async () => await connection.ReadUntil(Bytes("||")));
            Assert.Equal(7, error.Consumed);
            Assert.Equal("abcdefgh", Text(await connection.ReadExactly(8)));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Of_several_separators_that_end_at_one_place_the_shortest_counts(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            connection.Limit = 1;
            peer.Send(Bytes("abbaab"));
            var error = await Fails.With<LimitOverrunException>(async () => await connection.ReadUntil([Bytes("baa"), Bytes("aa")]));
            Assert.Equal(3, error.Consumed);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Of_several_separators_the_one_that_ends_first_counts(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            peer.Send(Bytes("ab--cd;ef\r"));
            ReadOnlyMemory<byte>[] separators = [Bytes(";"), Bytes("--"), Bytes("\r\n")];
            Assert.Equal("ab--", Text(await connection.ReadUntil(separators)));
            Assert.Equal("cd;", Text(await connection.ReadUntil(separators)));
            LoopTask<byte[]> split = CreateTask(connection.ReadUntil(separators));
            await Sleep(0.001);
            peer.Send(Bytes("\nrest"));
            Assert.Equal("ef\r\n", Text(await split));
            peer.Shutdown(SocketShutdown.Send);
            var error = await Fails.With<IncompleteReadException>(async () => await connection.ReadUntil(separators));
            Assert.Equal("rest", Text(error.Partial.ToArray()));
            Assert.Null(error.Expected);
            await Fails.With<ArgumentException>(async () => await connection.ReadUntil(ReadOnlyMemory<byte>.Empty));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void An_exact_read_waits_for_all_and_tells_what_came_before_the_end(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            byte[] large = Pattern(300_000);
            LoopTask<int> sent = OnThread(() => peer.Send(large));
            Assert.Equal(large, await connection.ReadExactly(large.Length));
            Assert.Equal(large.Length, await sent);
            Assert.Empty(await connection.ReadExactly(0));

            sent = OnThread(() => peer.Send(large));
            byte[] buffer = new byte[large.Length];
            await connection.ReceiveExactly(buffer);
            Assert.Equal(large, buffer);
            await sent;

            peer.Send(Bytes("abc"));
            peer.Shutdown(SocketShutdown.Send);
            var error = await Fails.With<IncompleteReadException>(async () => await connection.ReadExactly(5));
            Assert.Equal("abc", Text(error.Partial.ToArray()));
            Assert.Equal(5, error.Expected);
            Assert.Equal("3 bytes read on a total of 5 expected bytes", error.Message);
            var second = await Fails.With<IncompleteReadException>(async () => await connection.ReceiveExactly(new byte[1]));
            Assert.True(second.Partial.IsEmpty);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Read_gives_what_is_there_or_everything_up_to_the_end(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            peer.Send(Bytes("abcdef"));
            Assert.Empty(await connection.Read(0));
            Assert.Equal("ab", Text(await connection.Read(2)));
            Assert.Equal("cdef", Text(await connection.Read(100)));
            byte[] large = Pattern(200_000);
            LoopTask<int> sent = OnThread(() =>
            {
                int count = peer.Send(large);
                peer.Shutdown(SocketShutdown.Send);
                return count;
            });
            Assert.Equal(large, await connection.Read());
            await sent;
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_cancelled_read_loses_no_byte(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            peer.Send(Bytes("part"));
            Func<Coroutine>[] reads =
            [
                async () => await connection.ReadLine(),
                async () => await connection.ReadExactly(100),
                async () => await connection.Read(),
                async () => await connection.ReceiveExactly(new byte[100]),
                async () => await connection.ReadUntil(Bytes("|")),
            ];
            foreach (Func<Coroutine> read in reads)
            {
                LoopTask task = CreateTask(read());
                await Sleep(0.005);
                task.Cancel();
                await Fails.With<CancelledException>(async () => await task);
            }

            // Cancelled in the very iteration in which the bytes have come.
            byte[] buffer = new byte[10];
            Assert.Equal("part", Text(await connection.ReadExactly(4)));
            LoopTask<int> receive = CreateTask(connection.Receive(buffer));
            await Sleep(0);
            peer.Send(Bytes("more"));
            Assert.Equal(4, await receive);
            receive = CreateTask(connection.Receive(buffer));
            await Sleep(0);
            peer.Send(Bytes("last"));
            receive.Cancel();
            await Fails.With<CancelledException>(async () => await receive);
            Assert.Equal("last", Text(await connection.ReadExactly(4)));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_second_reader_is_refused_and_the_first_goes_on(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            LoopTask<byte[]> first = CreateTask(connection.ReadLine());
            await Sleep(0);
            var error = await Fails.With<InvalidOperationException>(async () => await connection.Read(1));
            Assert.Contains("Read was called while another coroutine is waiting", error.Message);
            await Fails.With<InvalidOperationException>(async () => Assert.Equal(0, await connection.ReadAsync(new byte[1])));
            peer.Send(Bytes("ok\n"));
            Assert.Equal("ok\n", Text(await first));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_reset_is_an_error_that_names_the_peer_each_time(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        {
            string name = peer.LocalEndPoint!.ToString()!;
            LoopTask<byte[]> read = CreateTask(connection.ReadLine());
            await Sleep(0);
            peer.LingerState = new LingerOption(true, 0);
            peer.Dispose();
            var error = await Fails.With<IOException>(async () => await read);
            Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
            Assert.Contains($"Reading from {name} failed: connection reset", error.Message);
            await Fails.With<IOException>(async () => await connection.Read(1));
            await Fails.With<IOException>(async () => await connection.Send("x"));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Closing_ends_the_wait_of_a_reader(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (peer)
        {
            LoopTask<byte[]> read = CreateTask(connection.ReadLine());
            await Sleep(0);
            connection.Dispose();
            await Fails.With<ObjectDisposedException>(async () => await read);
            await Fails.With<ObjectDisposedException>(async () => await connection.Read(1));
            await Fails.With<ObjectDisposedException>(async () => Assert.Equal(0, await connection.ReadAsync(new byte[1])));
            Assert.Equal(0, peer.Receive(new byte[1]));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void An_end_that_comes_with_the_last_bytes_is_seen(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        for (int i = 0; i < 50; i++)
        {
            (Connection connection, Socket peer) = await Pair();
            using (connection)
            {
                LoopTask<byte[]> read = CreateTask(connection.Read());
                await Sleep(0);
                peer.Send(Bytes("bye"));
                peer.Dispose();
                Assert.Equal("bye", Text(await read));
            }
        }
    });

    [Fact]
    public void What_follows_a_passed_descriptor_is_read_at_once() => IoLoop.Run(ReactorKind.Epoll, async () =>
    {
        await using TlsPair pair = await TlsPair.OpenUnix(isPlain: true);
        byte[] buffer = new byte[100];
        LoopTask<byte[]> first = CreateTask(pair.Client.ReadExactly(1));
        await Until.Iterations(3);
        await pair.Server.Send("x");
        await first;

        // The system ends a read behind such a message, and has told of both at once.
        Kernel.Pass(pair.Server, "with"u8, (int)pair.Server.Handle);
        await pair.Server.Send("without");
        Assert.Equal(4, await pair.Client.Receive(buffer));
        Assert.Equal(7, await pair.Client.Receive(buffer));
    });
}
