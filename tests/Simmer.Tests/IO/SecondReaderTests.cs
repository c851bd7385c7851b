using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>One reads at a time: a second is refused, in whatever state the first one waits, and takes nothing from it.</summary>
public sealed class SecondReaderTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void While_a_line_is_awaited_its_beginning_is_nobody_elses(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            LoopTask<byte[]> line = CreateTask(connection.ReadLine());
            peer.Send(Bytes("hello "));
            await Until.True(() => connection.BufferedBytes == 6);
            await RefusesAll(connection);
            peer.Send(Bytes("world\n"));
            Assert.Equal("hello world\n", Text(await line));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_read_that_is_about_to_run_is_under_way(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            byte[] buffer = new byte[10];
            Task<int> read = connection.ReadAsync(buffer).AsTask();

            // As when the system reports it, in an iteration in which others run first.
            connection.Channel!.Reading.Signal();
            await RefusesAll(connection);
            peer.Send(Bytes("all"));
            Assert.Equal("all", Text(buffer[..await read]));
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Over_tls_it_is_the_same(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using TlsPair pair = await TlsPair.Open();
        byte[] buffer = new byte[10];
        LoopTask<int> read = CreateTask(pair.Client.Receive(buffer));
        await Until.Iterations(3);
        await RefusesAll(pair.Client);
        await pair.Server.Send("all");
        Assert.Equal("all", Text(buffer[..await read]));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Over_tls_a_read_of_dotnet_code_is_a_reader_too(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using TlsPair pair = await TlsPair.Open();
        using var source = new CancellationTokenSource();
        byte[] buffer = new byte[10];
        Task<int> cancelled = pair.Client.ReadAsync(buffer, source.Token).AsTask();
        await RefusesAll(pair.Client);
        source.Cancel();
        await Fails.With<OperationCanceledException>(async () => await cancelled);
        Task<int> read = pair.Client.ReadAsync(buffer).AsTask();
        await RefusesAll(pair.Client);
        await pair.Server.Send("all");
        Assert.Equal("all", Text(buffer[..await read]));
        LoopTask<byte[]> line = CreateTask(pair.Client.ReadLine());
        await Until.Iterations(3);
        await RefusesAll(pair.Client);
        await pair.Server.Send("line\n");
        Assert.Equal("line\n", Text(await line));
    });

    private static async Coroutine RefusesAll(Connection connection)
    {
        await Refuses("Receive", async () => await connection.Receive(new byte[1]));
        await Refuses("ReceiveExactly", async () => await connection.ReceiveExactly(new byte[1]));
        await Refuses("Read", async () => await connection.Read(2));
        await Refuses("ReadExactly", async () => await connection.ReadExactly(20));
        await Refuses("ReadLine", async () => await connection.ReadLine());
        await Refuses("ReadUntil", async () => await connection.ReadUntil(Bytes("\n")));
        await Refuses("ReadAsync", async () => Assert.Equal(-1, await connection.ReadAsync(new byte[1])));
    }

    private static async Coroutine Refuses(string name, Func<Coroutine> read)
    {
        var error = await Fails.With<InvalidOperationException>(read);
        Assert.StartsWith($"{name} was called while another coroutine is waiting", error.Message, StringComparison.Ordinal);
    }
}
