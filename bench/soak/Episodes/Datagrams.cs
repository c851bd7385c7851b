using System.Net;
using System.Net.Sockets;
using static Simmer.Asyncio;
using static Simmer.Soak.SoakException;

namespace Simmer.Soak;

/// <summary>Datagrams: there and back, refused, closed.</summary>
internal static class Datagrams
{
    internal static async Coroutine Exchange(World world, Random random)
    {
        using DatagramEndpoint server = await CreateDatagramEndpoint(new() { LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 0) });
        using DatagramEndpoint client = await CreateDatagramEndpoint(new() { RemoteEndPoint = server.LocalEndPoint });
        for (int round = random.Next(1, 10); round > 0; round--)
        {
            byte[] question = Pattern.Bytes(random.Next(0, 5000));
            await client.Send(question);
            Datagram asked = await server.Receive();
            Pattern.Check(asked.Data, 0, "a datagram");
            Require(asked.Data.Length == question.Length, "a datagram is whole");
            await server.Send(asked.Data, asked.Sender);
            Require((await client.ReceiveInto(new byte[5000])).Length == question.Length, "an answer is whole");
        }

        try
        {
            await Timeout(0.001, async _ => await client.Receive());
        }
        catch (TimeoutException)
        {
        }
    }

    internal static async Coroutine Refused(World world, Random random)
    {
        DatagramEndpoint gone = await CreateDatagramEndpoint(new() { LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 0) });
        EndPoint address = gone.LocalEndPoint!;
        using DatagramEndpoint client = await CreateDatagramEndpoint(new() { RemoteEndPoint = address });
        gone.Dispose();
        try
        {
            // Another may have taken the port.
            await client.Send(new byte[10]);
            await Timeout(0.02, async _ => await client.Receive());
        }
        catch (Exception error) when (error is SocketException { SocketErrorCode: SocketError.ConnectionRefused } or TimeoutException)
        {
        }
    }

    internal static async Coroutine Closed(World world, Random random)
    {
        DatagramEndpoint endpoint = await CreateDatagramEndpoint(new() { LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 0) });
        LoopTask<Datagram> receive = CreateTask(endpoint.Receive());
        try
        {
            await Sleep(random.NextDouble() * 0.002);
        }
        finally
        {
            endpoint.Dispose();
            await Wait([receive]);
            Require(receive.IsCancelled || receive.Exception is ObjectDisposedException, "who receives at an endpoint that is closed is told");
        }
    }
}
