using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Simmer.AspNetCore;

namespace Simmer.HttpPeers;

/// <summary>Kestrel with an answer of 1 kB, on Simmer's transport or its usual one.</summary>
internal static class Server
{
    internal static async Task Run(string transport, int port, int cores)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        if (transport != "sockets")
        {
            builder.WebHost.UseSimmer(options =>
            {
                options.LoopCount = cores;
                options.Scheduling = transport == "simmer" ? ApplicationScheduling.Loop : ApplicationScheduling.ThreadPool;
            });
        }

        await using WebApplication application = builder.Build();
        byte[] body = new byte[1024];
        body.AsSpan().Fill((byte)'x');
        application.Run(context =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.ContentLength = body.Length;
            return context.Response.Body.WriteAsync(body, 0, body.Length);
        });
        await application.RunAsync();
    }
}
