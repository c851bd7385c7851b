using System.Net;
using System.Net.Sockets;
using static Simmer.Asyncio;
using static Simmer.Soak.SoakException;

namespace Simmer.Soak;

/// <summary>Connections that do not come about, or take their time.</summary>
internal static class Connects
{
    internal static async Coroutine Refused(World world, Random random)
    {
        try
        {
            using Connection connection = random.Next(2) == 0
                ? await OpenConnection("127.0.0.1", 1)
                : await OpenUnixConnection(world.NewPath());
        }
        catch (SocketException)
        {
            return;
        }

        throw new SoakException("broken: nobody listens there");
    }

    internal static async Coroutine TwoAddresses(World world, Random random)
    {
        using Connection connection = await OpenConnection(
            World.TwoAddresses, world.TcpPort, new ConnectOptions { HappyEyeballsDelay = random.NextDouble() * 0.002, Timeout = 30 });
        await connection.Send(Services.Request(Services.Echo));
        await connection.Send("x");
        await connection.ReadExactly(1);
    }

    /// <summary>A line that is full, at a server that lets it wait.</summary>
    internal static async Coroutine Cancelled(World world, Random random)
    {
        await using Server server = await StartUnixServer(
            Services.Serve, world.NewPath(), new ServerOptions { Backlog = 1, StartServing = false });
        var waiting = new List<LoopTask<Connection>>();
        try
        {
            for (int i = 0; i < 4; i++)
            {
                waiting.Add(CreateTask(OpenConnection(server.EndPoints[0])));
            }

            await Sleep(random.NextDouble() * 0.02);
        }
        finally
        {
            foreach (LoopTask<Connection> connecting in waiting)
            {
                connecting.Cancel();
            }

            await Wait(waiting);
            foreach (LoopTask<Connection> connecting in waiting.Where(static connecting => !connecting.IsCancelled && connecting.Exception is null))
            {
                connecting.Value!.Dispose();
            }
        }
    }

    internal static async Coroutine BrokenHandshake(World world, Random random)
    {
        using Connection connection = await OpenConnection("127.0.0.1", world.TlsPort);
        switch (random.Next(4))
        {
            case 0:
                await connection.Send(Pattern.Bytes(random.Next(1, 500)));
                break;
            case 1:
                connection.Abort();
                return;
            case 2:
                await connection.WriteEof();
                break;
            default:
                // The server's patience ends first.
                break;
        }

        byte[] buffer = new byte[100];
        while (await connection.Receive(buffer) > 0)
        {
        }
    }

    /// <summary>A server of the episode's own, that is closed with clients in every state.</summary>
    internal static async Coroutine OwnServer(World world, Random random)
    {
        bool isTls = random.Next(2) == 0;
        await using Server server = await StartServer(
            Services.Serve, "127.0.0.1", 0, new ServerOptions { Tls = isTls ? World.ServerTls : null, ReusePort = random.Next(2) == 0 });
        var options = new ConnectOptions { Tls = isTls ? World.ClientTls : null };
        LoopTask[] clients = [.. Enumerable.Range(0, 5).Select(_ => CreateTask(Client()))];
        try
        {
            await Sleep(random.NextDouble() * 0.01);
            server.Close();
            if (random.Next(2) == 0)
            {
                server.AbortClients();
            }

            await server.WaitClosed(0.05);
        }
        finally
        {
            foreach (LoopTask client in clients)
            {
                client.Cancel();
            }

            await Wait(clients);
            Array.ForEach(clients, static client => _ = client.IsCancelled ? null : client.Exception);
        }

        async Coroutine Client()
        {
            using Connection connection = await OpenConnection("127.0.0.1", server.Port, options);
            await connection.Send(Services.Request(Services.Echo));
            await connection.Send(new byte[10_000]);
            await connection.ReadExactly(20_000);
        }
    }

    internal static async Coroutine Names(World world, Random random)
    {
        IPEndPoint[] found = await GetAddrInfo($"host{random.Next(50)}.test", 80);
        Require(found is [{ Port: 80 }], "a name has the address that the resolver gave");
        int thread = Environment.CurrentManagedThreadId;
        Require(await ToThread(() => Environment.CurrentManagedThreadId) != thread, "another thread makes the call");
    }
}
