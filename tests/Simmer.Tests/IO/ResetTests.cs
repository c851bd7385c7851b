using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>Resets: whoever meets one first, it is an error for everybody, and never an end.</summary>
public sealed class ResetTests
{
    private const int Much = 16 << 20;

    [Theory, ClassData(typeof(BothReactors))]
    public void Asking_for_nothing_is_told_of_a_reset_and_hides_it_from_nobody(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        {
            Kernel.Reset(peer);
            await Kernel.HeardReset(connection);
            for (int i = 0; i < 2; i++)
            {
                await Broken(async () => Assert.Equal(-1, await connection.ReadAsync(Memory<byte>.Empty)));
                await Broken(async () => Assert.Equal(-1, await connection.ReadAsync(new byte[1])));
                await Broken(async () => Assert.Equal(-1, await connection.Receive(new byte[1])));
            }

            Assert.False(connection.IsAtEof);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_reader_that_waits_is_told_of_a_reset_and_so_is_the_next(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        {
            LoopTask<int> read = CreateTask(connection.Receive(new byte[1]));
            await Until.Iterations(3);
            Kernel.Reset(peer);
            await Broken(async () => await read);
            await Broken(async () => Assert.Equal(-1, await connection.Receive(new byte[1])));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Over_tls_a_reset_is_no_end_either(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        foreach (bool waits in (bool[])[false, true])
        {
            await using TlsPair pair = await TlsPair.Open();
            LoopTask<byte[]>? read = waits ? CreateTask(pair.Client.ReadLine()) : null;
            await Until.Iterations(3);
            pair.Server.Abort();
            if (read is null)
            {
                await Kernel.HeardReset(pair.Client);
                read = CreateTask(pair.Client.ReadLine());
            }

            await Broken(async () => await read);
            await Broken(async () => await pair.Client.ReadLine());
            await Broken(async () => Assert.Equal(-1, await pair.Client.Receive(new byte[1])));
            Assert.False(pair.Client.IsAtEof);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_reset_that_a_send_meets_is_told_to_the_reader_behind_what_came_before(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        foreach (bool isNetCode in (bool[])[false, true])
        {
            (Connection connection, Socket peer) = await Pair();
            using (connection)
            {
                peer.Send(Bytes("before"));
                await Kernel.Heard(connection);
                Kernel.Reset(peer);
                await Kernel.HeardReset(connection);
                for (int i = 0; i < 2; i++)
                {
                    await Broken(async () => await (isNetCode ? Written(connection) : connection.Send("x")));
                }

                Assert.Equal("before", Text(await connection.ReadExactly(6)));
                await Broken(async () => Assert.Equal(-1, await connection.Receive(new byte[1])));
                await Broken(async () => Assert.Equal(-1, await connection.ReadAsync(Memory<byte>.Empty)));
                await Broken(async () => await connection.ReadLine());
                Assert.False(connection.IsAtEof);
            }
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_reset_that_a_send_in_the_background_meets_is_told_to_the_reader(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        {
            LoopTask send = CreateTask(connection.Send(new byte[Much]));
            await Until.Iterations(3);
            send.Cancel();
            await Until.Settled(send);
            Kernel.Reset(peer);
            if (kind == ReactorKind.Portable)
            {
                // What was copied is on its way still, and meets it.
                await Kernel.ToldOfReset(connection);
            }

            await Broken(async () => Assert.Equal(-1, await connection.Receive(new byte[1])));
            await Broken(async () => Assert.Equal(-1, await connection.Receive(new byte[1])));
        }
    });

    [Fact, Trait("Category", "Slow")]
    public void A_reader_that_comes_while_a_send_is_being_told_of_a_reset_sees_no_end() => IoLoop.Run(ReactorKind.Portable, async () =>
    {
        byte[] much = new byte[Much];

        // The send on its way takes the error from the system a moment before .NET tells of it. Not every reader comes in that moment.
        for (int round = 0; round < 300; round++)
        {
            (Connection connection, Socket peer) = await Pair();
            using (connection)
            {
                LoopTask send = CreateTask(connection.Send(much));
                await Until.Iterations(3);
                send.Cancel();
                await Until.Settled(send);
                Kernel.Reset(peer);
                Kernel.SpinUntilToldOfReset(connection);
                await Broken(async () => Assert.Equal(-1, await connection.Receive(new byte[1])));
            }
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void An_end_is_told_while_a_send_lasts(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            LoopTask send = CreateTask(connection.Send(new byte[Much]));
            await Until.Iterations(3);
            peer.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, await connection.Receive(new byte[1]));
            Assert.True(connection.IsAtEof);
            Assert.False(send.IsDone);
            send.Cancel();
            await Until.Settled(send);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void After_a_reset_in_the_midst_of_a_send_the_next_tells_of_it_and_of_no_cancellation(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        {
            LoopTask send = CreateTask(connection.Send(new byte[Much]));
            await Until.Iterations(3);
            Kernel.Reset(peer);
            await Broken(async () => await send);
            await Broken(async () => await connection.Send("x"));
            await Broken(async () => await Written(connection));
        }

        foreach (bool isNetCode in (bool[])[false, true])
        {
            await using TlsPair pair = await TlsPair.Open();
            LoopTask secret = CreateTask(isNetCode ? Written(pair.Client, Much) : pair.Client.Send(new byte[Much]));
            await Until.Iterations(3);
            pair.Server.Abort();
            await Broken(async () => await secret);
            await Broken(async () => await pair.Client.Send("x"));
            await Broken(async () => await Written(pair.Client));
        }
    });

    private static async Coroutine Written(Connection connection, int count = 1) => await connection.WriteAsync(new byte[count]);

    private static async Coroutine Broken(Func<Coroutine> action)
    {
        var error = await Fails.With<IOException>(action);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
    }
}
