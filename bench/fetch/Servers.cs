using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Simmer.FetchRuns;

/// <summary>Kestrel on several addresses of loopback, each a host of its own; the first segment of a path says how it is answered.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
    private int _throttled;
    private long _openAt;

    private Servers(string? socket, int hosts)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            if (socket is not null)
            {
                kestrel.ListenUnixSocket(socket);
            }

            for (int i = 0; i < hosts; i++)
            {
                kestrel.Listen(IPAddress.Parse($"127.0.0.{2 + i}"), 0);
            }
        });
        _application = builder.Build();
        _application.Run(Answer);
    }

    /// <summary>The beginnings of the URLs of each host.</summary>
    internal string[] Hosts { get; private set; } = [];

    /// <summary>How often each path was asked for of those that are counted.</summary>
    internal IReadOnlyDictionary<string, int> Asked => _asked;

    /// <param name="hosts">How many, up to 9.</param>
    /// <param name="socket">The Unix socket to listen at besides.</param>
    internal static async Task<Servers> Start(int hosts, string? socket = null)
    {
        var servers = new Servers(socket, hosts);
        await servers._application.StartAsync();
        servers.Hosts = [.. servers._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Where(address => !address.Contains("unix:", StringComparison.Ordinal))];
        return servers;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private Task Answer(HttpContext context) => (context.Request.Path.Value ?? "").Split('/') switch
    {
        [_, "ok", ..] => Say(context, 200),
        [_, "after", var time, ..] => After(context, int.Parse(time, CultureInfo.InvariantCulture)),
        [_, "silent", ..] => Task.Delay(Timeout.Infinite, context.RequestAborted),

        // Nine of ten are told to come back in a second.
        [_, "throttled", ..] => Say(context, Interlocked.Increment(ref _throttled) % 10 > 0 ? 429 : 200, retryAfter: 1),

        // Until some seconds after its first request the host has everybody wait for that long.
        [_, "closed", var time, ..] => Say(context, IsOpen(int.Parse(time, CultureInfo.InvariantCulture)) ? 200 : 429, int.Parse(time, CultureInfo.InvariantCulture)),
        [_, "counted", var kind, ..] => Count(context, kind),
        _ => Say(context, 404),
    };

    private bool IsOpen(int seconds)
    {
        long now = Environment.TickCount64;
        Interlocked.CompareExchange(ref _openAt, now + (1000L * seconds), 0);
        return now >= Volatile.Read(ref _openAt);
    }

    private async Task Count(HttpContext context, string kind)
    {
        int times = _asked.AddOrUpdate(context.Request.Path.Value!, 1, static (_, before) => before + 1);
        switch (kind)
        {
            case "slow":
                await After(context, 200);
                break;
            case "busy":
                await Say(context, times == 1 ? 429 : 200, retryAfter: 0);
                break;
            case "broken":
                await Say(context, 503);
                break;
            case "missing":
                await Say(context, 404);
                break;
            default:
                await Say(context, 200);
                break;
        }
    }

    private static async Task After(HttpContext context, int milliseconds)
    {
        await Task.Delay(milliseconds, context.RequestAborted);
        await Say(context, 200);
    }

    private static Task Say(HttpContext context, int status, int? retryAfter = null)
    {
        context.Response.StatusCode = status;
        if (status == 429)
        {
            context.Response.Headers.RetryAfter = retryAfter?.ToString(CultureInfo.InvariantCulture);
        }

        context.Response.ContentLength = 2;
        return context.Response.WriteAsync("ok", context.RequestAborted);
    }
}
