using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>Sending: back-pressure, partial sends, turns, cancellation, half-closes and resets.</summary>
public sealed class SendingTests
{
    private const int Much = 16 << 20;

    [Theory, ClassData(typeof(BothReactors))]
    public void A_send_waits_for_a_slow_reader_and_all_arrives(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            byte[] data = Pattern(Much);
            LoopTask send = CreateTask(connection.Send(data));
            await Sleep(0.02);
            Assert.False(send.IsDone);
            LoopTask<byte[]> received = OnThread(() => ReceiveAll(peer, Much));
            await send;
            Assert.Equal(data, await received);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Sends_of_several_tasks_stay_whole_and_in_order(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        const int each = 1 << 20;
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            LoopTask[] sends = [.. Enumerable.Range(0, 12).Select(i => CreateTask(connection.Send(Enumerable.Repeat((byte)i, each).ToArray())))];
            await Sleep(0.01);
            LoopTask<byte[]> received = OnThread(() => ReceiveAll(peer, 12 * each));
            await Gather(sends);
            byte[] all = await received;
            for (int i = 0; i < 12; i++)
            {
                Assert.True(all.AsSpan(i * each, each).IndexOfAnyExcept((byte)i) < 0);
            }
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_send_cancelled_midway_ends_sending_and_closing_resets(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (peer)
        {
            LoopTask send = CreateTask(connection.Send(new byte[Much]));
            await Sleep(0.01);
            LoopTask second = CreateTask(connection.Send("turn"));
            await Sleep(0);
            send.Cancel();
            await Fails.With<CancelledException>(async () => await send);
            var waiting = await Fails.With<IOException>(async () => await second);
            Assert.Contains("a part of it had gone out", waiting.Message);
            await Fails.With<IOException>(async () => await connection.Send("x"));
            peer.Send(Bytes("reading goes on"));
            Assert.Equal("reading goes on", Text(await connection.ReadExactly(15)));
            connection.Dispose();
            SocketException reset = await OnThread(() => Assert.Throws<SocketException>(() => ReceiveAll(peer, Much + 1)));
            Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_send_cancelled_in_the_line_has_not_happened(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            byte[] data = Pattern(Much);
            LoopTask first = CreateTask(connection.Send(data));
            LoopTask second = CreateTask(connection.Send(new byte[100]));
            LoopTask third = CreateTask(connection.Send("end"));
            await Sleep(0.01);
            second.Cancel();
            await Fails.With<CancelledException>(async () => await second);
            LoopTask<byte[]> received = OnThread(() => ReceiveAll(peer, Much + 3));
            await first;
            await third;
            byte[] all = await received;
            Assert.Equal("end", Text(all[^3..]));
            Assert.True(all.AsSpan(0, Much).SequenceEqual(data));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void After_the_end_of_sending_reading_goes_on(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            await connection.Send("question");
            await connection.WriteEof();
            await connection.WriteEof();
            Assert.False(connection.CanWrite);
            Assert.Equal("question", Text(ReceiveAll(peer, 8)));
            Assert.Equal(0, peer.Receive(new byte[1]));
            peer.Send(Bytes("answer"));
            peer.Shutdown(SocketShutdown.Send);
            Assert.Equal("answer", Text(await connection.Read()));
            await Fails.With<InvalidOperationException>(async () => await connection.Send("x"));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void An_abort_resets_the_connection(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (peer)
        {
            LoopTask send = CreateTask(connection.Send(new byte[Much]));
            LoopTask<byte[]> read = CreateTask(connection.ReadLine());
            await Sleep(0.01);
            connection.Abort();
            await Fails.With<ObjectDisposedException>(async () => await send);
            await Fails.With<ObjectDisposedException>(async () => await read);
            SocketException reset = await OnThread(() => Assert.Throws<SocketException>(() => ReceiveAll(peer, Much)));
            Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Closing_still_delivers_what_the_system_has_taken(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (peer)
        {
            byte[] data = Pattern(100_000);
            await connection.Send(data);
            connection.Dispose();
            Assert.Equal(data, await OnThread(() => ReceiveAll(peer, data.Length)));
            Assert.Equal(0, await OnThread(() => peer.Receive(new byte[1])));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Sending_to_a_peer_that_has_reset_is_an_error(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        {
            LoopTask send = CreateTask(connection.Send(new byte[Much]));
            await Sleep(0.01);
            peer.LingerState = new LingerOption(true, 0);
            peer.Dispose();
            var error = await Fails.With<IOException>(async () => await send);
            Assert.Contains("Sending to 127.0.0.1:", error.Message);
            Assert.IsType<SocketException>(error.InnerException);
        }
    });

    internal static byte[] ReceiveAll(Socket peer, int count)
    {
        byte[] all = new byte[count];
        int received = 0;
        while (received < count)
        {
            int now = peer.Receive(all.AsSpan(received));
            if (now == 0)
            {
                return all[..received];
            }

            received += now;
        }

        return all;
    }
}
