using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Simmer.Http.Tests.Support;

/// <summary>A TLS server behind a Unix socket whose certificate names a place to get its issuer from, and that place, which counts its visits.</summary>
internal sealed class IssuerTrap : IDisposable
{
    private readonly Socket _server = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Socket _issuer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SslStreamCertificateContext _certificate;
    private int _visits;

    internal IssuerTrap()
    {
        _issuer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _issuer.Listen();
        _server.Bind(new UnixDomainSocketEndPoint(Path));
        _server.Listen();

        // Offline: the server is not to get the issuer itself.
        _certificate = SslStreamCertificateContext.Create(Issued($"http://{_issuer.LocalEndPoint}/issuer.cer"), null, offline: true);

        // Not on the test's loop, which .NET holds while it gets an issuer.
        _ = Task.Run(() => Accept(_server, Welcome));
        _ = Task.Run(() => Accept(_issuer, HaveNone));
    }

    internal string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"simmer-{Guid.NewGuid():N}.sock");

    /// <summary>How often somebody wanted the issuer.</summary>
    internal int Visits => Volatile.Read(ref _visits);

    public void Dispose()
    {
        _server.Dispose();
        _issuer.Dispose();
        File.Delete(Path);
    }

    private static X509Certificate2 Issued(string issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 root = authority.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));

        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", own, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [issuer]));
        using X509Certificate2 issued = request.Create(root, root.NotBefore, root.NotAfter, [1]);
        using X509Certificate2 made = issued.CopyWithPrivateKey(own);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private static async Task Accept(Socket listener, Func<Socket, Task> serve)
    {
        try
        {
            while (true)
            {
                _ = serve(await listener.AcceptAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task HaveNone(Socket visitor)
    {
        Interlocked.Increment(ref _visits);
        await using var stream = new NetworkStream(visitor, ownsSocket: true);
        await Answer(stream, "404 Not Found");
    }

    private static async Task Answer(Stream client, string status)
    {
        using var reader = new StreamReader(client, leaveOpen: true);
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // What is asked for does not matter.
        }

        await client.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    }

    private async Task Welcome(Socket client)
    {
        try
        {
            await using var stream = new SslStream(new NetworkStream(client, ownsSocket: true));
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = _certificate });
            await Answer(stream, "200 OK");
        }
        catch (Exception error) when (error is IOException or AuthenticationException)
        {
            // The client does not trust the certificate.
        }
    }
}
