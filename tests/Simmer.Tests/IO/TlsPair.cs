using static Simmer.Asyncio;

namespace Simmer.Tests.IO;

/// <summary>The two ends of a connection over TLS, on one loop. The server's reads and sends are the test's.</summary>
internal sealed class TlsPair
{
    private readonly Server _server;

    private TlsPair(Server server, Connection client, Connection other)
    {
        _server = server;
        Client = client;
        Server = other;
    }

    internal Connection Client { get; }

    internal Connection Server { get; }

    internal static async Coroutine<TlsPair> Open()
    {
        var accepted = new Future<Connection>(GetRunningLoop());
        Server server = await StartServer(
            async client =>
            {
                accepted.SetResult(client);
                await Sleep(double.PositiveInfinity);
            },
            "127.0.0.1",
            0,
            new() { Tls = Certificates.Server });
        Connection client = await OpenConnection("127.0.0.1", server.Port, new() { Tls = Certificates.Client("localhost") });
        return new TlsPair(server, client, await accepted);
    }

    public async Coroutine DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
