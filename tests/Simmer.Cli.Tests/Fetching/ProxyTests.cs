using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Simmer.Cli.Fetching;
using Simmer.Cli.Output;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Fetching;

/// <summary>Proxies that want to know who asks, and what is told of a proxy.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task A_proxy_gets_the_user_and_the_password_of_its_address()
    {
        await using WebApplication proxy = await Serve("user:pass word");
        var settings = new TransportSettings { Proxy = new Uri($"http://user:pass%20word@127.0.0.1:{PortOf(proxy)}") };

        FetchRecord record = Assert.Single(RealFetch.Run(["http://any.example/x"], transport: settings));
        using var blocking = new HttpMessageInvoker(HttpTransport.CreateBlockingHandler(settings));
        using HttpResponseMessage answer = blocking.Send(HttpTransport.CreateRequest(new Uri("http://any.example/x")), CancellationToken.None);

        Assert.Null(record.Failure);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_password_is_in_no_record()
    {
        await using WebApplication proxy = await Serve("user:another");
        var settings = new TransportSettings { Proxy = new Uri($"http://user:secret@127.0.0.1:{PortOf(proxy)}") };

        FetchRecord[] records = [.. RealFetch.Run(["http://any.example/x", "https://any.example/x"], transport: settings)];

        Assert.Contains($"the proxy 127.0.0.1:{PortOf(proxy)} opened no tunnel to any.example:443: status 407", records.Select(record => record.Failure?.Message));
        Assert.All(records, record => Assert.DoesNotContain("secret", JsonRecords.ToLine(record)));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_password_is_not_told_when_its_address_is_bad()
    {
        (int exitCode, _, string errors) = await Tool.Run("fetch", "--proxy", "ftp://user:secret@x", "http://localhost/");

        Assert.Equal(2, exitCode);
        Assert.Contains("--proxy is 'ftp://…@x', but must be a proxy such as", errors);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_proxy_of_the_environment_that_is_not_there_is_named()
    {
        using var nobody = new Nobody();

        (_, string output, _) = await Tool.RunInShell(
            $"http_proxy=http://user:secret@127.0.0.1:{nobody.Port} no_proxy= simmer fetch --retries 0 --jsonl - http://any.example/x");

        Assert.Contains($"\"the proxy 127.0.0.1:{nobody.Port} refused the connection\"", output);
        Assert.DoesNotContain("secret", output);
    }

    [Theory]
    [InlineData("127.0.0.1", "the proxy 127.0.0.1, which is not public")]
    [InlineData("localhost", "the proxy localhost is ")]
    public void A_proxy_that_is_not_public_is_named_and_not_the_host(string proxy, string expected)
    {
        TransportSettings settings = new() { PublicOnly = true, Proxy = new Uri($"http://{proxy}:1") };

        FetchRecord record = Assert.Single(RealFetch.Run(["http://any.example/x"], transport: settings));

        Assert.StartsWith(expected, record.Failure?.Message);
        Assert.EndsWith("which is not public, and --public-only is set", record.Failure?.Message);
    }

    private static int PortOf(WebApplication application) => new Uri(application.Urls.First()).Port;

    /// <summary>A proxy that answers by itself those who are known to it.</summary>
    private static async Task<WebApplication> Serve(string user)
    {
        string known = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(user))}";
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        application.Run(context =>
        {
            if (context.Request.Headers.ProxyAuthorization != known)
            {
                context.Response.StatusCode = StatusCodes.Status407ProxyAuthenticationRequired;
                context.Response.Headers.ProxyAuthenticate = "Basic realm=\"test\"";
            }

            return Task.CompletedTask;
        });
        await application.StartAsync();
        return application;
    }
}
