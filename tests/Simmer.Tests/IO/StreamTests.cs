using System.IO.Pipelines;
using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>A connection as a <see cref="Stream"/> in the hands of .NET's own code.</summary>
public sealed class StreamTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void Code_that_leaves_its_context_stays_on_the_loops_thread(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            int loop = Environment.CurrentManagedThreadId;
            byte[] large = Pattern(4 << 20);
            LoopTask<byte[]> received = OnThread(() =>
            {
                byte[] all = SendingTests.ReceiveAll(peer, large.Length);
                peer.Send(all);
                peer.Shutdown(SocketShutdown.Send);
                return all;
            });
            Assert.Equal(large, await Exchange());
            Assert.Equal(large, await received);

            async Task<byte[]> Exchange()
            {
                await connection.WriteAsync(large).ConfigureAwait(false);
                Assert.Equal(loop, Environment.CurrentManagedThreadId);
                using var all = new MemoryStream();
                byte[] buffer = new byte[10_000];
                while (await connection.ReadAsync(buffer).ConfigureAwait(false) is int count and > 0)
                {
                    Assert.Equal(loop, Environment.CurrentManagedThreadId);
                    all.Write(buffer, 0, count);
                }

                return all.ToArray();
            }
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Pipelines_and_text_readers_work_on_it(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            peer.Send(Bytes("first line\nsecond"));
            using var reader = new StreamReader(connection, leaveOpen: true);
            Assert.Equal("first line", await reader.ReadLineAsync());
            LoopTask<string> rest = CreateTask(Rest());
            await Sleep(0.005);
            peer.Send(Bytes(" line"));
            peer.Shutdown(SocketShutdown.Send);
            Assert.Equal("second line", await rest);
            PipeWriter writer = PipeWriter.Create(connection, new StreamPipeWriterOptions(leaveOpen: true));
            await writer.WriteAsync(Bytes("from a pipe"));
            Assert.Equal("from a pipe", Text(SendingTests.ReceiveAll(peer, 11)));

            async Coroutine<string> Rest() => await reader.ReadToEndAsync();
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_token_cancels_a_read_and_no_byte_is_lost(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            byte[] buffer = new byte[10];
            for (int i = 0; i < 10; i++)
            {
                using var source = new CancellationTokenSource();
                Task<int> read = connection.ReadAsync(buffer, source.Token).AsTask();
                Assert.False(read.IsCompleted);
                await ToThread(source.Cancel);
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
                peer.Send(Bytes("abc"));
                Assert.Equal("abc", Text(await connection.ReadExactly(3)));
            }

            Assert.True(connection.ReadAsync(buffer, 0, 1, new CancellationToken(true)).IsCanceled);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_token_that_cancels_a_write_midway_ends_sending(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            using var source = new CancellationTokenSource();
            Task write = connection.WriteAsync(new byte[16 << 20], source.Token).AsTask();
            await Sleep(0.01);
            await Fails.With<InvalidOperationException>(async () => await connection.Send("x"));
            source.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
            await Assert.ThrowsAsync<IOException>(async () => await connection.WriteAsync(new byte[1]));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void An_empty_read_waits_until_there_is_something(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            Task<int> read = connection.ReadAsync(Memory<byte>.Empty).AsTask();
            await Sleep(0.005);
            Assert.False(read.IsCompleted);
            peer.Send(Bytes("x"));
            Assert.Equal(0, await read);
            Assert.Equal(0, await connection.ReadAsync(Memory<byte>.Empty));
            Assert.Equal("x", Text(await connection.ReadExactly(1)));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void It_may_be_closed_from_any_thread_but_used_from_its_own_alone(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (peer)
        {
            LoopTask<byte[]> read = CreateTask(connection.ReadLine());
            await Sleep(0);
            var error = await ToThread(() => Assert.Throws<InvalidOperationException>(connection.Abort));
            Assert.Contains("This event loop runs on thread", error.Message);
            await ToThread(connection.Dispose);
            await Fails.With<ObjectDisposedException>(async () => await read);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void What_would_block_is_refused(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            Stream stream = connection;
            var error = Assert.Throws<NotSupportedException>(() => stream.ReadByte());
            Assert.Contains("In a coroutine await Receive", error.Message);
            Assert.Throws<NotSupportedException>(() => stream.Write([1]));
            Assert.Throws<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
        }
    });
}
