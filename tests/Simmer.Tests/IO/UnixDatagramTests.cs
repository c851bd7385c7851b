using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>Datagrams over Unix sockets: their length, their senders, and the files.</summary>
public sealed class UnixDatagramTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void They_may_be_longer_than_those_of_udp(ReactorKind kind) => InFolder(kind, async path =>
    {
        const int Most = 150_000;
        using DatagramEndpoint server = await CreateDatagramEndpoint(new() { LocalEndPoint = new UnixDomainSocketEndPoint(path), LargestDatagram = Most });
        using DatagramEndpoint client = await CreateDatagramEndpoint(new() { RemoteEndPoint = server.LocalEndPoint });
        byte[] buffer = new byte[Most];
        foreach (int length in (int[])[5, 100_000, 0, Most, 65_537])
        {
            byte[] data = Pattern(length);
            LoopTask<Datagram> receive = CreateTask(server.Receive());
            await Until.Iterations(3);
            await client.Send(data);
            Assert.Equal(data, (await receive).Data);
            await client.Send(data);
            (int count, _) = await server.ReceiveInto(buffer);
            Assert.Equal(data, buffer[..count]);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void What_does_not_fit_is_told_with_its_length(ReactorKind kind) => InFolder(kind, async path =>
    {
        using DatagramEndpoint server = await CreateDatagramEndpoint(new() { LocalEndPoint = new UnixDomainSocketEndPoint(path) });
        using DatagramEndpoint client = await CreateDatagramEndpoint(new() { RemoteEndPoint = server.LocalEndPoint });
        await client.Send(new byte[100_000]);
        await client.Send(new byte[10]);
        var lost = await Fails.With<SocketException>(async () => await server.Receive());
        Assert.StartsWith(
            "A datagram of 100000 bytes from an unnamed Unix socket does not fit into 65536 bytes and is lost", lost.Message, StringComparison.Ordinal);
        Assert.Equal(10, (await server.Receive()).Data.Length);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void The_file_goes_with_the_endpoint(ReactorKind kind) => InFolder(kind, async path =>
    {
        var address = new UnixDomainSocketEndPoint(path);
        foreach (bool isOnThread in (bool[])[false, true])
        {
            DatagramEndpoint first = await CreateDatagramEndpoint(new() { LocalEndPoint = address });
            Assert.True(File.Exists(path));
            if (isOnThread)
            {
                await ToThread(first.Dispose);
                await Until.Iterations(3);
            }
            else
            {
                first.Dispose();
            }

            Assert.False(File.Exists(path));
        }

        // One that could not be connected has bound already.
        await Fails.With<SocketException>(async () => await CreateDatagramEndpoint(
            new() { LocalEndPoint = address, RemoteEndPoint = new UnixDomainSocketEndPoint(path + ".nobody") }));
        Assert.False(File.Exists(path));

        using DatagramEndpoint live = await CreateDatagramEndpoint(new() { LocalEndPoint = address });
        var error = await Fails.With<SocketException>(async () => await CreateDatagramEndpoint(new() { LocalEndPoint = address }));
        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
        using DatagramEndpoint client = await CreateDatagramEndpoint(new() { RemoteEndPoint = address });
        await client.Send(Bytes("still there"));
        Assert.Equal("still there", Text((await live.Receive()).Data));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_file_that_nobody_receives_at_is_replaced_and_anothers_stays(ReactorKind kind) => InFolder(kind, async path =>
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var address = new UnixDomainSocketEndPoint(path);
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified))
        {
            // .NET deletes the file of a socket that it bound; a process that was killed does not.
            dead.Bind(address);
            File.Move(path, path + ".moved");
        }

        File.Move(path + ".moved", path);
        (await CreateDatagramEndpoint(new() { LocalEndPoint = address })).Dispose();
        Assert.False(File.Exists(path));

        await File.WriteAllTextAsync(path, "no socket");
        var error = await Fails.With<SocketException>(async () => await CreateDatagramEndpoint(new() { LocalEndPoint = address }));
        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
        Assert.Equal("no socket", await File.ReadAllTextAsync(path));
        File.Delete(path);

        await using Server server = await StartUnixServer(ServerTests.Echo, path);
        await Fails.With<SocketException>(async () => await CreateDatagramEndpoint(new() { LocalEndPoint = address }));
        using Connection connection = await OpenUnixConnection(path);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_sender_without_a_name_is_null(ReactorKind kind) => InFolder(kind, async path =>
    {
        using DatagramEndpoint server = await CreateDatagramEndpoint(new() { LocalEndPoint = new UnixDomainSocketEndPoint(path) });
        using DatagramEndpoint unnamed = await CreateDatagramEndpoint(new() { RemoteEndPoint = server.LocalEndPoint });
        await unnamed.Send(Bytes("one"));
        Assert.Null((await server.Receive()).Sender);
        await unnamed.Send(Bytes("two"));
        Assert.Null((await server.ReceiveInto(new byte[3])).Sender);

        using DatagramEndpoint named = await CreateDatagramEndpoint(new() { LocalEndPoint = new UnixDomainSocketEndPoint(path + ".too") });
        await named.Send(Bytes("three"), server.LocalEndPoint);
        Datagram question = await server.Receive();
        Assert.Equal(path + ".too", question.Sender?.ToString());
        await server.Send(Bytes("answer"), question.Sender);
        Assert.Equal("answer", Text((await named.Receive()).Data));
    });

    /// <summary>Runs a test with the path of a socket in a folder of its own.</summary>
    private static void InFolder(ReactorKind kind, Func<string, Coroutine> body)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("simmer-");
        try
        {
            IoLoop.Run(kind, () => body(Path.Combine(folder.FullName, "s")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
