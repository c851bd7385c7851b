using System.IO.Pipes;
using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>Callbacks of the user's own descriptors.</summary>
public sealed class DescriptorTests
{
    [Fact]
    public void A_reader_is_called_as_long_as_there_is_something() => IoLoop.Run(ReactorKind.Epoll, async () =>
    {
        EventLoop loop = GetRunningLoop();
        using var output = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new AnonymousPipeClientStream(PipeDirection.In, output.ClientSafePipeHandle);
        int descriptor = (int)input.SafePipeHandle.DangerousGetHandle();
        var read = new List<int>();
        loop.AddReader(descriptor, () =>
        {
            read.Add(input.ReadByte());
            if (read.Count == 3)
            {
                Assert.True(loop.RemoveReader(descriptor));
            }
        });
        Assert.Equal(1, loop.ExternalWaits);
        output.Write([1, 2, 3, 4]);
        await Until.True(() => read.Count == 3);
        await Sleep(0.01);
        Assert.Equal([1, 2, 3], read);
        Assert.False(loop.RemoveReader(descriptor));
        Assert.Equal(0, loop.ExternalWaits);
    });

    [Fact]
    public void Readers_and_writers_of_one_descriptor_are_apart_and_can_be_replaced() => IoLoop.Run(ReactorKind.Epoll, async () =>
    {
        EventLoop loop = GetRunningLoop();
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            int descriptor = (int)peer.Handle;
            int first = 0;
            int second = 0;
            int reads = 0;
            loop.AddWriter(descriptor, () => first++);
            await Until.True(() => first > 2);
            loop.AddReader(descriptor, () => reads++);
            loop.AddWriter(descriptor, () => second++);
            int before = first;
            await Until.True(() => second > 2);
            Assert.Equal(before, first);
            Assert.Equal(0, reads);
            Assert.Equal(2, loop.ExternalWaits);
            await connection.Send("x");
            await Until.True(() => reads > 2);
            Assert.True(loop.RemoveWriter(descriptor));
            Assert.True(loop.RemoveReader(descriptor));
        }
    });

    [Fact]
    public void A_descriptor_that_cannot_be_watched_is_refused_with_the_reason() => IoLoop.Run(ReactorKind.Epoll, async () =>
    {
        EventLoop loop = GetRunningLoop();
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            LoopTask<byte[]> read = CreateTask(connection.ReadLine());
            await Sleep(0);
            var used = Assert.Throws<InvalidOperationException>(() => loop.AddReader((int)connection.Handle, () => { }));
            Assert.Contains("is used by one of this loop's connections", used.Message);
            Assert.Throws<ArgumentException>(() => loop.AddReader(100_000, () => { }));
            using FileStream file = File.OpenRead(typeof(DescriptorTests).Assembly.Location);
            Assert.Throws<NotSupportedException>(() => loop.AddReader((int)file.SafeFileHandle.DangerousGetHandle(), () => { }));
            Assert.Equal(1, loop.ExternalWaits);
            read.Cancel();
            await Until.Settled(read);
        }
    });

    [Fact]
    public void A_connection_that_has_not_waited_yet_is_refused_too() => IoLoop.Run(ReactorKind.Epoll, async () =>
    {
        EventLoop loop = GetRunningLoop();
        await using TlsPair pair = await TlsPair.OpenUnix(isPlain: true);
        int waits = loop.ExternalWaits;
        int descriptor = (int)pair.Client.Handle;
        foreach (Action<int, Action> add in (Action<int, Action>[])[loop.AddReader, loop.AddWriter])
        {
            var error = Assert.Throws<InvalidOperationException>(() => add(descriptor, () => { }));
            Assert.Contains("is used by one of this loop's connections", error.Message);
        }

        Assert.False(loop.RemoveReader(descriptor));
        Assert.Equal(waits, loop.ExternalWaits);
        LoopTask<byte[]> line = CreateTask(pair.Client.ReadLine());
        await Until.Iterations(3);
        await pair.Server.Send("line\n");
        Assert.Equal("line\n", Text(await line));
    });

    [Fact]
    public void A_watch_that_was_forgotten_takes_no_connection_off_the_loop_that_has_its_number() => IoLoop.Run(ReactorKind.Epoll, async () =>
    {
        EventLoop loop = GetRunningLoop();
        int number = Libc.Socket((int)AddressFamily.InterNetwork, (int)SocketType.Dgram | Libc.CloseOnExec, 0);
        loop.AddReader(number, () => { });
        loop.AddWriter(number, () => { });
        (Connection original, Socket peer) = await Pair();
        using (original)
        using (peer)
        using (Connection connection = Kernel.Reopen(original, number))
        {
            LoopTask<byte[]> line = CreateTask(connection.ReadLine());
            await Until.Iterations(3);
            Assert.True(loop.RemoveReader(number));
            Assert.True(loop.RemoveWriter(number));
            await peer.SendAsync("line\n"u8.ToArray());
            Assert.Equal("line\n", Text(await line));
        }

        Assert.Equal(0, loop.ExternalWaits);
    });

    [Fact]
    public void The_portable_reactor_says_that_it_cannot() => IoLoop.Run(ReactorKind.Portable, async () =>
    {
        await Sleep(0);
        var error = Assert.Throws<PlatformNotSupportedException>(() => GetRunningLoop().AddReader(0, () => { }));
        Assert.Contains("needs the epoll reactor", error.Message);
        Assert.False(GetRunningLoop().RemoveReader(0));
    });
}
