using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Simmer.AspNetCore;

namespace Simmer.HttpPeers;

/// <summary>The server of <c>browser.html</c>: an ASP.NET Core application whose code is on its connections' loops.</summary>
internal sealed class BrowserServer
{
    private TaskCompletionSource<string> _report = new();
    private volatile bool _hasEnded;
    private int _requests;
    private int _requestsOffLoop;

    internal int Requests => _requests;

    internal int RequestsOffLoop => _requestsOffLoop;

    /// <summary>What the next page will have to say.</summary>
    internal Task<string> NextReport()
    {
        _report = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _report.Task;
    }

    internal WebApplication Build()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().UseSimmer(static options => options.LoopCount = 2).ConfigureKestrel(static kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.UseHttps(Certificate()));
        });
        WebApplication application = builder.Build();
        application.UseWebSockets();
        application.UseEventLoop();
        application.Use(async (context, next) =>
        {
            Interlocked.Increment(ref _requests);
            await next(context);
            if (EventLoop.Current is null)
            {
                Interlocked.Increment(ref _requestsOffLoop);
            }
        });
        string page = Path.Combine(AppContext.BaseDirectory, "browser.html");
        application.MapGet("/", () => Results.File(page, "text/html"));
        application.MapGet("/number/{number:int}", static async (int number) =>
        {
            await Asyncio.Sleep(number % 20 * 0.001);
            return $"{number}";
        });
        application.MapGet("/download", Download);
        application.MapPost("/upload", Upload);
        application.MapGet("/stream", static context => Lines(context, 20, static i => $"line {i}\n"));
        application.MapGet("/events", static context =>
        {
            context.Response.ContentType = "text/event-stream";
            return Lines(context, 10, static i => $"data: {i}\n\n");
        });
        application.MapGet("/endless", Endless);
        application.MapGet("/endless/ended", () => _hasEnded ? "true" : "false");
        application.Map("/socket", Echo);
        application.MapPost("/report", async (HttpContext context) => _report.TrySetResult(await new StreamReader(context.Request.Body).ReadToEndAsync()));
        return application;
    }

    private static async Task Download(HttpContext context)
    {
        byte[] piece = new byte[50_000];
        context.Response.ContentLength = piece.Length * 400;
        for (int i = 0; i < 400; i++)
        {
            piece.AsSpan().Fill((byte)i);
            await context.Response.Body.WriteAsync(piece);
        }
    }

    private static async Task Upload(HttpContext context)
    {
        byte[] piece = new byte[9_000];
        long length = 0, sum = 0;
        while (await context.Request.Body.ReadAsync(piece) is int count and > 0)
        {
            length += count;
            foreach (byte value in piece.AsSpan(0, count))
            {
                sum += value;
            }
        }

        await context.Response.WriteAsync($"{length} {sum}");
    }

    private static async Task Lines(HttpContext context, int count, Func<int, string> line)
    {
        for (int i = 0; i < count; i++)
        {
            await context.Response.WriteAsync(line(i));
            await context.Response.Body.FlushAsync();
            await Asyncio.Sleep(0.01);
        }
    }

    private async Task Endless(HttpContext context)
    {
        _hasEnded = false;
        try
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await Lines(context, 1, static _ => "more\n");
            }
        }
        finally
        {
            _hasEnded = true;
        }
    }

    private static async Task Echo(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[70_000];
        while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } message)
        {
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, CancellationToken.None);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
