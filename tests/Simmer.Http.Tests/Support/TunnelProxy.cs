using System.Text;
using static Simmer.Asyncio;

namespace Simmer.Http.Tests.Support;

/// <summary>A proxy on the test's own loop: tunnels <c>CONNECT</c>, and passes on plain requests.</summary>
internal sealed class TunnelProxy
{
    /// <summary>The first lines of what it was asked.</summary>
    internal List<string> Requests { get; } = [];

    internal async Coroutine Serve(Connection client)
    {
        string first = Encoding.ASCII.GetString(await client.ReadLine()).TrimEnd();
        Requests.Add(first);
        string[] words = first.Split(' ');
        bool tunnels = words[0] == "CONNECT";
        Uri target = tunnels ? new Uri("tcp://" + words[1]) : new Uri(words[1]);
        using Connection server = await OpenConnection(target.Host, target.Port);
        if (tunnels)
        {
            while ((await client.ReadLine()).Length > 2)
            {
            }

            await client.Send("HTTP/1.1 200 OK\r\n\r\n");
        }
        else
        {
            await server.Send($"{words[0]} {target.PathAndQuery} {words[2]}\r\n");
        }

        await TaskGroup.Run(async group =>
        {
            _ = group.CreateTask(Pass(client, server));
            _ = group.CreateTask(Pass(server, client));
            await Sleep(0);
        });
    }

    private static async Coroutine Pass(Connection from, Connection to)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (await from.Receive(buffer) is int count and > 0)
            {
                await to.Send(buffer.AsMemory(0, count));
            }

            await to.WriteEof();
        }
        catch (IOException)
        {
            // The other side has gone: so does the tunnel.
            to.Abort();
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
