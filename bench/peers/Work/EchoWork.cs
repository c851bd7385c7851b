using System.Globalization;
using System.Net;
using System.Net.Sockets;
using static Simmer.Asyncio;

namespace Simmer.Peers.Work;

/// <summary>Echo servers on the loop, and on System.Net.Sockets and the thread pool.</summary>
internal static class EchoWork
{
    private const int BufferSize = 4096;

    internal static async Task Run(string runtime, string port)
    {
        var endpoint = new IPEndPoint(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
        if (runtime == "simmer")
        {
            Asyncio.Run(Serve(endpoint));
        }
        else
        {
            await ServeOnThePool(endpoint);
        }
    }

    private static async Coroutine Serve(IPEndPoint endpoint)
    {
        Server server = await StartServer(Echo, endpoint, new() { Backlog = 4096 });
        await server.ServeForever();
    }

    private static async Coroutine Echo(Connection client)
    {
        byte[] buffer = new byte[BufferSize];
        try
        {
            while (await client.Receive(buffer) is int count and > 0)
            {
                await client.Send(buffer.AsMemory(0, count));
            }
        }
        catch (IOException)
        {
            // The load has ended.
        }
    }

    private static async Task ServeOnThePool(IPEndPoint endpoint)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(endpoint);
        listener.Listen(4096);
        while (true)
        {
            Socket client = await listener.AcceptAsync();
            client.NoDelay = true;
            _ = Echo(client);
        }
    }

    private static async Task Echo(Socket client)
    {
        using (client)
        {
            byte[] buffer = new byte[BufferSize];
            try
            {
                while (await client.ReceiveAsync(buffer.AsMemory(), SocketFlags.None) is int count and > 0)
                {
                    await client.SendAsync(buffer.AsMemory(0, count), SocketFlags.None);
                }
            }
            catch (SocketException)
            {
                // The load has ended.
            }
        }
    }
}
