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
