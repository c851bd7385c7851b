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
        Server server = await StartServer(client => Keep(client, accepted), "127.0.0.1", 0, new() { Tls = Certificates.Server });
        Connection client = await OpenConnection("127.0.0.1", server.Port, new() { Tls = Certificates.Client("localhost") });
        return new TlsPair(server, client, await accepted);
    }

    /// <summary>Over a Unix socket, whose buffer stays full once it is; or without TLS.</summary>
    internal static async Coroutine<TlsPair> OpenUnix(bool isPlain = false)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var accepted = new Future<Connection>(GetRunningLoop());
        Server server = await StartUnixServer(client => Keep(client, accepted), path, new() { Tls = isPlain ? null : Certificates.Server });
        Connection client = await OpenUnixConnection(path, new() { Tls = isPlain ? null : Certificates.Client("localhost") });
        return new TlsPair(server, client, await accepted);
    }

    public async Coroutine DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }

    private static async Coroutine Keep(Connection client, Future<Connection> accepted)
    {
        accepted.SetResult(client);
        await Sleep(double.PositiveInfinity);
    }
}
