using System.Net.Sockets;
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

    [Fact]
    public void An_address_that_is_not_public_is_not_asked()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();

        FetchRecord record = Assert.Single(
            RealFetch.Run([$"http://localhost:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}/"], transport: new() { PublicOnly = true }));

        Assert.Equal(FailureKind.Connect, record.Failure?.Kind);
        Assert.Contains("which is not public, and --public-only is set", record.Failure!.Message);
        Assert.Equal(1, record.Attempts);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task A_proxy_that_cannot_be_read_is_told()
    {
        (int exitCode, _, string errors) = await Tool.Run("fetch", "--proxy", "ftp://x", "http://localhost/");

        Assert.Equal(2, exitCode);
        Assert.Contains("--proxy is 'ftp://x', but must be a proxy such as", errors);
    }
}
