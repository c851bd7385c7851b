using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Simmer.Http.Tests.Support;

/// <summary>Kestrel on its usual transport, on the thread pool of this process.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private volatile bool _isAborted;
    private int _requests;
    private int _connections;

    private WebServer(WebApplication application) => _application = application;

    internal string Address { get; private set; } = "";

    internal int Port => new Uri(Address).Port;

    /// <summary>How many requests have come.</summary>
    internal int Requests => Volatile.Read(ref _requests);

    /// <summary>How many connections are open.</summary>
    internal int Connections => Volatile.Read(ref _connections);

    /// <summary>Whether the client has given up a request that is being answered.</summary>
    internal bool IsAborted => _isAborted;

    internal static async Task<WebServer> Start(
        bool tls = false, HttpProtocols protocols = HttpProtocols.Http1AndHttp2, string? unixSocket = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        WebServer? server = null;
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            if (unixSocket is not null)
            {
                kestrel.ListenUnixSocket(unixSocket);
                return;
            }

            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                listen.Use(next => async connection =>
                {
                    Interlocked.Increment(ref server!._connections);
                    try
                    {
                        await next(connection);
                    }
                    finally
                    {
                        Interlocked.Decrement(ref server._connections);
                    }
                });
                if (tls)
                {
                    listen.UseHttps(Certificates.Localhost);
                }
            });
        });
        WebApplication application = builder.Build();
        server = new WebServer(application);
        application.Run(server.Answer);
        await application.StartAsync();
        if (unixSocket is null)
        {
            server.Address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private async Task Answer(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        HttpResponse response = context.Response;
        switch (context.Request.Path.Value)
        {
            case "/echo":
                response.ContentType = context.Request.ContentType;
                await context.Request.Body.CopyToAsync(response.Body);
                break;
            case "/large":
                await response.Body.WriteAsync(Large);
                break;
            case "/gzip":
                response.Headers.ContentEncoding = "gzip";
                await using (var gzip = new System.IO.Compression.GZipStream(response.Body, System.IO.Compression.CompressionLevel.Fastest))
                {
                    await gzip.WriteAsync(Encoding.ASCII.GetBytes("compressed"));
                }

                break;
            case "/redirect":
                response.Redirect(context.Request.Query["to"]!);
                break;
            case "/silent":
                await Abandoned(context);
                break;
            case "/stalls":
                await response.WriteAsync("the beginning");
                await response.Body.FlushAsync();
                await Abandoned(context);
                break;
            default:
                response.ContentType = "text/plain; charset=utf-8";
                response.Headers["X-Several"] = new[] { "one", "two" };
                await response.WriteAsync($"{context.Request.Protocol} {context.Request.Method} {context.Request.Path}");
                break;
        }
    }

    internal static byte[] Large { get; } = MakeLarge();

    private static byte[] MakeLarge()
    {
        byte[] bytes = new byte[3 << 20];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private async Task Abandoned(HttpContext context)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            _isAborted = true;
        }
    }
}
