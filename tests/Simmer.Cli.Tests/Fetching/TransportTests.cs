using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Simmer.Cli.Fetching;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Fetching;

/// <summary>The ways that requests can be told to take.</summary>
public sealed class TransportTests
{
    [Fact]
    public async Task A_unix_socket_takes_every_url()
    {
        string path = Path.Combine(Path.GetTempPath(), $"simmer-fetch-{Guid.NewGuid():N}.sock");
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(path));
        await using WebApplication application = builder.Build();
        application.Run(context => context.Response.WriteAsync(context.Request.Host.Value!));
        await application.StartAsync();

        FetchRecord record = Assert.Single(RealFetch.Run(["http://any.example/x"], transport: new() { UnixSocket = path }));

        Assert.Null(record.Failure);
        Assert.Equal("any.example".Length, record.Bytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_is_trusted_when_its_authority_is_named_or_when_any_is_taken(bool http2)
    {
        using X509Certificate2 certificate = SelfSigned();
        await using WebApplication application = await Serve(certificate);
        string url = application.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

        FetchRecord[] records =
        [
            .. ((TransportSettings[])[new(), new() { Insecure = true }, new() { Authorities = [certificate] }])
                .Select(transport => Assert.Single(RealFetch.Run([url], transport: transport with { Http2 = http2 }))),
        ];

        Assert.Equal([FailureKind.Tls, null, null], records.Select(record => record.Failure?.Kind));
        Assert.All(records[1..], record => Assert.Equal((http2 ? "HTTP/2" : "HTTP/1.1").Length, record.Bytes));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_sequential_side_of_a_comparison_trusts_the_same_and_options_that_cannot_be_read_are_told()
    {
        using X509Certificate2 certificate = SelfSigned();
        await using WebApplication application = await Serve(certificate);
        string file = Path.Combine(Path.GetTempPath(), $"simmer-{Guid.NewGuid():N}.pem");
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
        string url = application.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

        (int exitCode, string output, _) = await Tool.Run("fetch", "--compare", "--cacert", file, url);
        Assert.Equal(0, exitCode);
        Assert.Equal(2, output.Split("  1 fetched").Length - 1);

        await File.WriteAllTextAsync(file, "no certificate");
        (exitCode, _, string errors) = await Tool.Run("fetch", "--cacert", file, url);
        File.Delete(file);
        Assert.Equal(2, exitCode);
        Assert.Contains("but must be a file that can be read, with certificates in PEM", errors);
    }

    [Fact]
    public void A_proxy_is_asked_instead_of_the_host()
    {
        var asked = new List<string>();
        using var proxy = HostileServer.Saying(url =>
        {
            asked.Add(url);
            return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
        });

        FetchRecord record = Assert.Single(RealFetch.Run(["http://any.example/x"], transport: new() { Proxy = new Uri(proxy.Address) }));

        Assert.Null(record.Failure);
        Assert.Equal(["http://any.example/x"], asked);
    }

    [Fact]
    public void A_proxy_that_is_not_there_is_named()
    {
        using var nobody = new Nobody();

        FetchRecord record = Assert.Single(RealFetch.Run(["http://any.example/x"], transport: new() { Proxy = new Uri($"http://127.0.0.1:{nobody.Port}") }));

        Assert.Equal($"the proxy 127.0.0.1:{nobody.Port} refused the connection", record.Failure?.Message);
    }

    [Theory]
    [InlineData(0, "CutShort", true)]
    [InlineData(7, "CutShort", true)]
    [InlineData(1, "Protocol", false)]
    public void An_HTTP_2_connection_that_is_closed_in_order_costs_a_try_and_one_that_is_broken_the_url(int code, string kind, bool transient)
    {
        var error = new HttpRequestException(
            HttpRequestError.HttpProtocolError, "failed", new HttpProtocolException(code, "closed", null));

        Failure failure = Failures.Of(error, new Uri("https://any.example/"), received: 0);

        Assert.Equal((kind, transient), ($"{failure.Kind}", failure.IsTransient));
    }

    [Fact]
    public void An_address_that_is_not_public_is_not_asked()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        FetchRecord record = Assert.Single(
            RealFetch.Run([$"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/"], transport: new() { PublicOnly = true }));

        Assert.Equal(FailureKind.Connect, record.Failure?.Kind);
        Assert.Contains("which is not public, and --public-only is set", record.Failure!.Message);
        Assert.Equal(1, record.Attempts);
        Assert.False(listener.Pending());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void No_certificate_leads_to_an_address_that_is_not_public(bool insecure, bool authority)
    {
        using var trap = new IssuerTrap();
        using X509Certificate2 other = SelfSigned();
        TransportSettings settings = new()
        {
            UnixSocket = trap.Path,
            PublicOnly = true,
            Insecure = insecure,
            Authorities = authority ? [other] : null,
        };

        FetchRecord record = Assert.Single(RealFetch.Run(["https://localhost/"], transport: settings));
        using var blocking = new HttpMessageInvoker(HttpTransport.CreateBlockingHandler(settings));
        Exception? error = Record.Exception(
            () => blocking.Send(HttpTransport.CreateRequest(new Uri("https://localhost/")), CancellationToken.None).Dispose());

        Assert.Equal(insecure ? null : FailureKind.Tls, record.Failure?.Kind);
        Assert.Equal(insecure, error is null);
        Assert.Equal(0, trap.Visits);
    }

    [Fact]
    public void Without_public_only_a_certificates_issuer_is_asked_for()
    {
        using var trap = new IssuerTrap();

        RealFetch.Run(["https://localhost/"], transport: new() { UnixSocket = trap.Path });

        Assert.True(trap.Visits > 0);
    }

    [Fact]
    public async Task A_proxy_that_cannot_be_read_is_told()
    {
        (int exitCode, _, string errors) = await Tool.Run("fetch", "--proxy", "ftp://x", "http://localhost/");

        Assert.Equal(2, exitCode);
        Assert.Contains("--proxy is 'ftp://x', but must be a proxy such as", errors);
    }

    /// <summary>A server that answers with the protocol it was asked in.</summary>
    private static async Task<WebApplication> Serve(X509Certificate2 certificate)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        WebApplication application = builder.Build();
        application.Run(context => context.Response.WriteAsync(context.Request.Protocol));
        await application.StartAsync();
        return application;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
