using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Simmer.AspNetCore.Tests.Support;

namespace Simmer.AspNetCore.Tests;

/// <summary>What Kestrel does, done on event loops.</summary>
public sealed class ServingTests
{
    [Theory, ClassData(typeof(EveryWay))]
    public async Task It_answers_and_keeps_connections_alive(ReactorKind kind, ApplicationScheduling scheduling)
    {
        var connections = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        await using LoopWeb web = await LoopWeb.Start(kind, scheduling, async context =>
        {
            connections.TryAdd(context.Connection.Id, context.Connection.RemotePort);
            Assert.True(IPAddress.IsLoopback(context.Connection.RemoteIpAddress!));
            await context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path}");
        });
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal($"GET /{i}", await web.Client.GetStringAsync($"{web.Address}/{i}"));
        }

        Assert.Single(connections);
    }

    [Theory, ClassData(typeof(EveryWay))]
    public async Task Large_bodies_stream_both_ways(ReactorKind kind, ApplicationScheduling scheduling)
    {
        // Not an echo: a client of HTTP/1.1 reads nothing before it has sent everything.
        await using LoopWeb web = await LoopWeb.Start(
            kind,
            scheduling,
            static async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                body.Position = 0;
                await body.CopyToAsync(context.Response.Body);
            },
            kestrel: static options => options.Limits.MaxRequestBodySize = null);
        byte[] sent = new byte[10 << 20];
        new Random(2).NextBytes(sent);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            using HttpResponseMessage echo = await web.Client.PostAsync(web.Address, new StreamContent(new MemoryStream(sent)));
            byte[] received = await echo.Content.ReadAsByteArrayAsync();
            Assert.True(sent.AsSpan().SequenceEqual(received));
        }));
    }

    [Theory, ClassData(typeof(EveryWay))]
    public async Task A_client_that_does_not_read_stops_the_application(ReactorKind kind, ApplicationScheduling scheduling)
    {
        long written = 0;
        var aborted = new TaskCompletionSource();
        await using LoopWeb web = await LoopWeb.Start(
            kind,
            scheduling,
            async context =>
            {
                context.RequestAborted.Register(() => aborted.TrySetResult());
                byte[] block = new byte[64 * 1024];
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(block);
                    Interlocked.Add(ref written, block.Length);
                }
            },
            kestrel: static options => options.Limits.MinResponseDataRate = null);
        using (Socket client = await Connect(web))
        {
            await client.SendAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
            long before;
            do
            {
                before = Interlocked.Read(ref written);
                await Task.Delay(50);
            }
            while (before == 0 || before != Interlocked.Read(ref written));
            Assert.InRange(before, 1, 64L << 20);
            client.LingerState = new LingerOption(true, 0);
        }

        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Theory, ClassData(typeof(EveryWay))]
    public async Task A_client_that_goes_is_noticed_while_the_application_is_busy(ReactorKind kind, ApplicationScheduling scheduling)
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var noticed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LoopWeb web = await LoopWeb.Start(kind, scheduling, async context =>
        {
            began.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                noticed.TrySetResult();
            }
        });
        using var source = new CancellationTokenSource();
        Task<string> request = web.Client.GetStringAsync(web.Address, source.Token);
        await began.Task;
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await noticed.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Theory, ClassData(typeof(EveryWay))]
    public async Task An_application_that_aborts_resets_the_connection(ReactorKind kind, ApplicationScheduling scheduling)
    {
        await using LoopWeb web = await LoopWeb.Start(kind, scheduling, static context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<HttpRequestException>(() => web.Client.GetStringAsync(web.Address));
    }

    [Theory, ClassData(typeof(EveryWay))]
    public async Task Tls_and_http_2_lie_above_it(ReactorKind kind, ApplicationScheduling scheduling)
    {
        await using LoopWeb web = await LoopWeb.Start(
            kind,
            scheduling,
            static async context =>
            {
                await context.Request.Body.CopyToAsync(context.Response.Body);
                await context.Response.WriteAsync(context.Request.Protocol);
            },
            static listen => listen.UseHttps(Certificates.Localhost));
        using var handler = new SocketsHttpHandler { UseProxy = false };
        Certificates.Trust(handler);
        using var client = new HttpClient(handler);
        foreach (Version version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            string[] answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, web.Address)
                {
                    Version = version,
                    VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                    Content = new StringContent(new string('a', 50_000)),
                };
                using HttpResponseMessage answer = await client.SendAsync(request);
                return await answer.Content.ReadAsStringAsync();
            }));
            string expected = new string('a', 50_000) + (version.Major == 2 ? "HTTP/2" : "HTTP/1.1");
            Assert.All(answers, answer => Assert.Equal(expected, answer));
        }
    }

    [Theory, ClassData(typeof(EveryWay))]
    public async Task It_serves_at_a_unix_socket_and_takes_its_file_away(ReactorKind kind, ApplicationScheduling scheduling)
    {
        string path = Path.Combine(Path.GetTempPath(), $"simmer-web-{Guid.NewGuid():N}.sock");
        await using (LoopWeb web = await LoopWeb.Start(kind, scheduling, static context => context.Response.WriteAsync("by file"), unixSocket: path))
        {
            using var client = new HttpClient(new SocketsHttpHandler
            {
                ConnectCallback = async (_, token) =>
                {
                    var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), token);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            });
            Assert.Equal("by file", await client.GetStringAsync("http://localhost/"));
        }

        Assert.False(File.Exists(path));
    }

    [Theory, ClassData(typeof(EveryWay)), Trait("Category", "Slow")]
    public async Task A_thousand_connections_at_once_are_served(ReactorKind kind, ApplicationScheduling scheduling)
    {
        await using LoopWeb web = await LoopWeb.Start(kind, scheduling, static context => context.Response.WriteAsync("one of many"));
        Socket[] clients = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Connect(web)));
        byte[] request = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        for (int round = 0; round < 2; round++)
        {
            foreach (Socket client in clients)
            {
                await client.SendAsync(request);
            }

            foreach (Socket client in clients)
            {
                Assert.Contains("one of many", await ReceiveUntil(client, "one of many"));
            }
        }

        foreach (Socket client in clients)
        {
            client.Dispose();
        }
    }

    [Theory, ClassData(typeof(EveryWay))]
    public async Task Pipelined_requests_are_answered_in_order(ReactorKind kind, ApplicationScheduling scheduling)
    {
        await using LoopWeb web = await LoopWeb.Start(kind, scheduling, static context => context.Response.WriteAsync($"<{context.Request.Path}>"));
        using Socket client = await Connect(web);
        string requests = string.Concat(Enumerable.Range(0, 50).Select(i => $"GET /{i} HTTP/1.1\r\nHost: x\r\n\r\n"));
        await client.SendAsync(Encoding.ASCII.GetBytes(requests));
        string answers = await ReceiveUntil(client, "</49>");
        Assert.Equal(
            Enumerable.Range(0, 50).Select(i => $"</{i}>"),
            System.Text.RegularExpressions.Regex.Matches(answers, "</[0-9]+>").Select(match => match.Value));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_as_kestrel_tells_it()
    {
        await using LoopWeb web = await LoopWeb.Start(ReactorKind.Epoll, ApplicationScheduling.Loop, static _ => Task.CompletedTask);
        var error = await Assert.ThrowsAsync<IOException>(() => LoopWeb.Start(
            ReactorKind.Epoll,
            ApplicationScheduling.Loop,
            static _ => Task.CompletedTask,
            kestrel: options => options.Listen(IPAddress.Loopback, web.Port)));
        Assert.IsType<AddressInUseException>(error.InnerException);
    }

    internal static async Task<Socket> Connect(LoopWeb web)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, web.Port);
        return socket;
    }

    internal static async Task<string> ReceiveUntil(Socket client, string end)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[16 * 1024];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            int count = await client.ReceiveAsync(buffer, patience.Token);
            if (count == 0)
            {
                break;
            }

            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}
