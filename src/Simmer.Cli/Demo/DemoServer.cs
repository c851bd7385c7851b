using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Samples;
using Simmer.AspNetCore;

namespace Simmer.Cli.Demo;

/// <summary>A web server in this process, for a first run that needs no other: the tutorial's five posts, each after its delay.</summary>
internal sealed class DemoServer : IDisposable
{
    private readonly WebApplication _application;

    private DemoServer(WebApplication application)
    {
        _application = application;
        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Urls = [.. Post.All.Select(post => address + post.Path)];
    }

    internal IReadOnlyList<string> Urls { get; }

    internal static DemoServer Start()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseSimmer(static options => options.LoopCount = 1).ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
            listen.Protocols = HttpProtocols.Http1));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        WebApplication application = builder.Build();
        application.Run(Answer);
        application.Start();
        return new DemoServer(application);
    }

    public void Dispose() => ((IDisposable)_application).Dispose();

    private static async Task Answer(HttpContext context)
    {
        if (Post.Find(context.Request.Path) is not { } post)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await Task.Delay(post.Delay, context.RequestAborted);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = post.Text.Length;
        await context.Response.WriteAsync(post.Text, context.RequestAborted);
    }

    /// <summary>Ctrl-C is the fetcher's: the server goes on answering what is under way.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
