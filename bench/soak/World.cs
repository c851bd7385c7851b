using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static Simmer.Asyncio;

namespace Simmer.Soak;

/// <summary>The servers of a round, and the ways to them.</summary>
internal sealed class World(bool isEpoll) : IDisposable
{
    /// <summary>A name with two addresses, at the first of which nobody listens.</summary>
    internal const string TwoAddresses = "two.test";
    private static readonly X509Certificate2 s_certificate = MakeCertificate();
    private static readonly SslClientAuthenticationOptions s_clientTls = new()
    {
        TargetHost = "localhost",
        RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate!.GetCertHashString() == s_certificate.GetCertHashString(),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("simmer-soak-").FullName;
    private readonly Server?[] _servers = new Server?[3];

    /// <summary>Whether the round's loop has the reactor of Linux.</summary>
    internal bool IsEpoll => isEpoll;

    internal int TcpPort => Require(0).Port;

    internal int TlsPort => Require(1).Port;

    internal string UnixPath => Path.Combine(_folder, "service");

    internal static SslClientAuthenticationOptions ClientTls => s_clientTls;

    internal static SslServerAuthenticationOptions ServerTls => new() { ServerCertificate = s_certificate };

    /// <summary>A path that nobody else has.</summary>
    internal string NewPath() => Path.Combine(_folder, Path.GetRandomFileName());

    /// <summary>The look-up of names.</summary>
    internal async Coroutine<IPAddress[]> Resolve(string host)
    {
        await Sleep(0.001);
        return host == TwoAddresses ? [IPAddress.Parse("127.0.0.99"), IPAddress.Loopback] : [IPAddress.Loopback];
    }

    /// <summary>Connects over TCP, TLS or a Unix socket.</summary>
    internal Coroutine<Connection> Connect(Random random) => random.Next(10) switch
    {
        < 5 => OpenConnection("127.0.0.1", TcpPort),
        < 7 => OpenUnixConnection(UnixPath),
        _ => OpenConnection("127.0.0.1", TlsPort, new ConnectOptions { Tls = s_clientTls }),
    };

    internal async Coroutine Open()
    {
        for (int i = 0; i < _servers.Length; i++)
        {
            _servers[i] = await Start(i);
        }
    }

    internal void StopListening() => Array.ForEach(_servers, static server => server?.Close());

    internal async Coroutine Close()
    {
        foreach (Server? server in _servers)
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }
    }

    /// <summary>Closes one server after the other, each in another way, and opens a new one in its place.</summary>
    internal async Coroutine ReopenForEver(Random random)
    {
        while (true)
        {
            await Sleep(0.2 + random.NextDouble());
            int index = random.Next(_servers.Length);
            Server old = Require(index);
            if (random.Next(3) == 0)
            {
                old.StopServing();
                await Sleep(random.NextDouble() * 0.05);
                if (!old.IsClosed)
                {
                    old.StartServing();
                }

                continue;
            }

            old.Close();
            switch (random.Next(3))
            {
                case 0:
                    old.CloseClients();
                    break;
                case 1:
                    old.AbortClients();
                    break;
            }

            _servers[index] = await Start(index);
            try
            {
                await old.WaitClosed(0.3);
            }
            finally
            {
                // At the end of the round, it is not among those that are closed.
                old.CloseClients();
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Coroutine<Server> Start(int index) => index switch
    {
        0 => StartServer(Services.Serve, "127.0.0.1", 0),
        1 => StartServer(Services.Serve, "127.0.0.1", 0, new ServerOptions { Tls = ServerTls, TlsHandshakeTimeout = 1 }),
        _ => StartUnixServer(Services.Serve, UnixPath),
    };

    /// <summary>A server that is being replaced has no port: who asks then is refused, as by a server that is down.</summary>
    private Server Require(int index) =>
        _servers[index] is { IsClosed: false } server ? server : throw new IOException("The server is being reopened.");

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
