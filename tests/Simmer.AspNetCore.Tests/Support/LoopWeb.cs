using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Simmer.AspNetCore.Tests.Support;

/// <summary>Which of the two ways to sockets a test runs on.</summary>
public enum ReactorKind
{
    Epoll,
    Portable,
}

/// <summary>Each test runs on both reactors, with the application on the loops and on the thread pool.</summary>
public sealed class EveryWay : TheoryData<ReactorKind, ApplicationScheduling>
{
    public EveryWay()
    {
        foreach (ReactorKind kind in new[] { ReactorKind.Epoll, ReactorKind.Portable })
        {
            Add(kind, ApplicationScheduling.Loop);
            Add(kind, ApplicationScheduling.ThreadPool);
        }
    }
}

/// <summary>Kestrel on event loops, with a client on .NET's usual handler.</summary>
internal sealed class LoopWeb : IAsyncDisposable
{
    private readonly WebApplication _application;

    private LoopWeb(WebApplication application) => _application = application;

    internal string Address { get; private set; } = "";

    internal int Port => new Uri(Address).Port;

    internal HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };

    internal static async Task<LoopWeb> Start(
        ReactorKind kind,
        ApplicationScheduling scheduling,
        RequestDelegate answer,
        Action<ListenOptions>? listen = null,
        string? unixSocket = null,
        Action<SimmerTransportOptions>? configure = null,
        Action<KestrelServerOptions>? kestrel = null,
        Action<IApplicationBuilder>? before = null,
        ILoggerProvider? log = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().UseSimmer(options =>
        {
            options.LoopCount = 2;
            options.Scheduling = scheduling;
            options.Loop = new EventLoopOptions { PortableReactor = kind == ReactorKind.Portable };
            configure?.Invoke(options);
        });
        builder.WebHost.ConfigureKestrel(options =>
        {
            kestrel?.Invoke(options);
            if (unixSocket is not null)
            {
                options.ListenUnixSocket(unixSocket);
            }
            else
            {
                options.Listen(IPAddress.Loopback, 0, at => listen?.Invoke(at));
            }
        });
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.FromSeconds(60));
        WebApplication application = builder.Build();
        before?.Invoke(application);
        application.Run(async context =>
        {
            try
            {
                await answer(context);
            }
            catch (Exception error) when (error is not OperationCanceledException && !context.Response.HasStarted)
            {
                // The test shows what failed here.
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                await context.Response.WriteAsync(error.ToString());
            }
        });
        await application.StartAsync();
        return new LoopWeb(application)
        {
            Address = unixSocket is null
                ? application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()
                : "http://localhost",
        };
    }

    internal Task Stop(CancellationToken hurry = default) => _application.StopAsync(hurry);

    /// <summary>Disposes of the host as an application does that has not stopped it.</summary>
    internal ValueTask DisposeOfHost() => _application.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
