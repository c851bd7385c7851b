using System.Net;
using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>Datagrams over UDP.</summary>
public sealed class DatagramTests
{
    private static readonly IPEndPoint s_any = new(IPAddress.Loopback, 0);

    [Theory, ClassData(typeof(BothReactors))]
    public void Datagrams_go_to_and_fro_whole_and_empty_ones_too(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        using DatagramEndpoint server = await CreateDatagramEndpoint(new() { LocalEndPoint = s_any });
        using DatagramEndpoint client = await CreateDatagramEndpoint(new() { RemoteEndPoint = server.LocalEndPoint });
        foreach (int length in (int[])[5, 0, 1400, 60_000])
        {
            byte[] data = Pattern(length);
            LoopTask<Datagram> receive = CreateTask(server.Receive());
            await Sleep(0);
            await client.Send(data);
            Datagram question = await receive;
            Assert.Equal(data, question.Data);
            Assert.Equal(client.LocalEndPoint, question.Sender);
            await server.Send(question.Data, question.Sender);
            byte[] buffer = new byte[60_000];
            (int count, EndPoint? sender) = await client.ReceiveInto(buffer);
            Assert.Equal(data, buffer[..count]);
            Assert.Equal(server.LocalEndPoint, sender);
        }

        Assert.Equal(server.LocalEndPoint, client.RemoteEndPoint);
        Assert.Null(server.RemoteEndPoint);
        await Fails.With<ArgumentNullException>(async () => await server.Send(new byte[1]));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_refusal_is_an_error_and_the_endpoint_goes_on(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        // Its port is held by one that hears somebody else alone: a free one could be the client's own.
        var nobody = new IPEndPoint(IPAddress.Loopback, 9);
        DatagramEndpoint deaf = await CreateDatagramEndpoint(new() { LocalEndPoint = s_any, RemoteEndPoint = nobody });
        EndPoint address = deaf.LocalEndPoint!;
        using DatagramEndpoint client = await CreateDatagramEndpoint(new() { RemoteEndPoint = address });
        LoopTask<Datagram> receive = CreateTask(client.Receive());
        await Sleep(0);
        await client.Send(Bytes("anybody?"));
        var error = await Fails.With<SocketException>(async () => await receive);
        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
        deaf.Dispose();
        using DatagramEndpoint back = await CreateDatagramEndpoint(new() { LocalEndPoint = address });
        await client.Send(Bytes("now?"));
        Assert.Equal("now?", Text((await back.Receive()).Data));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void What_does_not_fit_is_an_error(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        using DatagramEndpoint server = await CreateDatagramEndpoint(new() { LocalEndPoint = s_any });
        using DatagramEndpoint client = await CreateDatagramEndpoint();
        await client.Send(new byte[100], server.LocalEndPoint);
        await client.Send(new byte[10], server.LocalEndPoint);
        var lost = await Fails.With<SocketException>(async () => await server.ReceiveInto(new byte[50]));
        Assert.Contains("A datagram of 100 bytes", lost.Message);
        Assert.Equal(10, (await server.ReceiveInto(new byte[50])).Length);
        var error = await Fails.With<SocketException>(async () => await client.Send(new byte[70_000], server.LocalEndPoint));
        Assert.Equal(SocketError.MessageSize, error.SocketErrorCode);
        error = await Fails.With<SocketException>(async () => await client.Send(new byte[1], new IPEndPoint(IPAddress.Broadcast, 9)));
        Assert.Equal(SocketError.AccessDenied, error.SocketErrorCode);
        using DatagramEndpoint crier = await CreateDatagramEndpoint(new() { AllowBroadcast = true });
        Assert.False(crier.IsClosed);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_cancelled_receive_takes_nothing_and_closing_ends_a_wait(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        using DatagramEndpoint server = await CreateDatagramEndpoint(new() { LocalEndPoint = s_any });
        using DatagramEndpoint client = await CreateDatagramEndpoint();
        LoopTask<Datagram> receive = CreateTask(server.Receive());
        await Sleep(0);
        await Fails.With<InvalidOperationException>(async () => await server.Receive());
        await client.Send(Bytes("kept"), server.LocalEndPoint);
        receive.Cancel();
        await Fails.With<CancelledException>(async () => await receive);
        Assert.Equal("kept", Text((await server.Receive()).Data));
        receive = CreateTask(server.Receive());
        await Sleep(0);
        await ToThread(server.Dispose);
        await Fails.With<ObjectDisposedException>(async () => await receive);
    });
}
