using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>Ending a stream: its place in the line of senders, and its cancellation.</summary>
public sealed class WriteEofTests
{
    private const int Block = 8 << 20;

    [Theory, ClassData(typeof(BothReactors))]
    public void Nothing_overtakes_an_end_that_waits_for_its_turn(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            byte[] first = Pattern(Block);
            LoopTask sends = CreateTask(SendTwo());
            await Until.Iterations(3);
            LoopTask end = CreateTask(connection.WriteEof());
            await Until.Iterations(3);
            LoopTask<byte[]> received = OnThread(() => SendingTests.ReceiveAll(peer, 2 * Block));
            var refused = await Fails.With<InvalidOperationException>(async () => await sends);
            Assert.Contains("after WriteEof", refused.Message);
            await end;
            Assert.Equal(first, await received);

            async Coroutine SendTwo()
            {
                await connection.Send(first);
                await connection.Send(new byte[Block]);
            }
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Two_ends_behind_a_send_are_one(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            byte[] block = Pattern(Block);
            LoopTask[] all = [CreateTask(connection.Send(block)), CreateTask(connection.WriteEof()), CreateTask(connection.WriteEof())];
            await Until.Iterations(3);
            LoopTask<byte[]> received = OnThread(() => SendingTests.ReceiveAll(peer, Block + 1));
            await Gather(all);
            Assert.Equal(block, await received);
        }
    });

    [Fact]
    public void A_cancelled_end_has_not_happened() => IoLoop.Run(ReactorKind.Portable, async () =>
    {
        await using TlsPair pair = await TlsPair.OpenUnix(isPlain: true);
        Kernel.Fill(pair.Client);

        // This reactor takes one send more, of a copy; the end is to wait for that.
        await pair.Client.Send("last");
        LoopTask end = CreateTask(pair.Client.WriteEof());
        await Until.Iterations(3);
        Assert.False(end.IsDone);
        end.Cancel();
        await Fails.With<CancelledException>(async () => await end);
        Assert.True(pair.Client.CanWrite);
        LoopTask<byte[]> received = CreateTask(pair.Server.Read());
        await pair.Client.WriteEof();
        Assert.EndsWith("last", Text(await received), StringComparison.Ordinal);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Over_tls_it_can_be_cancelled_when_the_peer_takes_nothing(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using TlsPair pair = await TlsPair.OpenUnix();
        Kernel.Fill(pair.Client);
        if (kind == ReactorKind.Portable)
        {
            await pair.Client.Send("this reactor takes one send more");
        }

        LoopTask end = CreateTask(pair.Client.WriteEof());
        await Until.Iterations(3);
        Assert.False(end.IsDone);
        end.Cancel();
        await Until.Settled(end);
        Assert.True(end.IsCancelled);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Over_tls_nothing_comes_into_a_write_that_is_under_way(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using TlsPair pair = await TlsPair.Open();
        byte[] block = Pattern(Block);
        LoopTask write = CreateTask(Write());
        await Until.Iterations(3);
        Assert.False(write.IsDone);
        await RefusesAll(pair.Client);
        Assert.Equal(block, await pair.Server.ReadExactly(Block));
        await write;
        await pair.Client.Send("whole\n");
        Assert.Equal("whole\n", Text(await pair.Server.ReadLine()));

        async Coroutine Write() => await pair.Client.WriteAsync(block);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Nothing_comes_into_a_write_that_is_under_way(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            byte[] block = Pattern(Block);
            Task write = connection.WriteAsync(block).AsTask();
            Assert.False(write.IsCompleted);
            await RefusesAll(connection);
            LoopTask<byte[]> received = OnThread(() => SendingTests.ReceiveAll(peer, Block));
            await write;
            Assert.Equal(block, await received);
        }
    });

    private static async Coroutine RefusesAll(Connection connection)
    {
        await Refuses("Send", async () => await connection.Send("x"));
        await Refuses("WriteEof", async () => await connection.WriteEof());
        await Refuses("WriteAsync", async () => await connection.WriteAsync(new byte[1]));
    }

    private static async Coroutine Refuses(string name, Func<Coroutine> call)
    {
        var error = await Fails.With<InvalidOperationException>(call);
        Assert.StartsWith($"{name} was called while another coroutine is waiting", error.Message, StringComparison.Ordinal);
    }
}
