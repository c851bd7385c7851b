using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Simmer.Http.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Http.Tests.Support.HttpLoop;

namespace Simmer.Http.Tests;

/// <summary>What a handler has to do with its loop: names, errors, the end.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public void It_needs_a_running_loop()
    {
        var error = Assert.Throws<InvalidOperationException>(() => LoopHttp.CreateClient());
        Assert.Contains("make an HTTP handler", error.Message);
    }

    [Fact]
    public async Task Its_loop_must_be_open()
    {
        HttpClient? http = null;
        HttpLoop.Run(ReactorKind.Epoll, async () =>
        {
            http = LoopHttp.CreateClient();
            await Sleep(0);
        });
        using (http)
        {
            var error = await Assert.ThrowsAsync<HttpRequestException>(() => http!.GetStringAsync("http://127.0.0.1:1/"));
            Assert.Contains("The loop of this HTTP handler is closed.", error.InnerException!.Message);
        }
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void A_name_is_looked_up_once_by_the_loops_resolver(ReactorKind kind)
    {
        var asked = new List<string>();
        HttpLoop.Run(
            kind,
            async () =>
            {
                await using WebServer server = await WebServer.Start();
                using HttpClient http = LoopHttp.CreateClient();
                string address = $"http://web.example:{server.Port}/";
                await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => http.GetStringAsync(address)));
                using HttpClient another = LoopHttp.CreateClient();
                await another.GetStringAsync(address);
            },
            new EventLoopOptions { Resolver = Resolve });
        Assert.Equal(["web.example"], asked);

        async Coroutine<IPAddress[]> Resolve(string host)
        {
            asked.Add(host);
            await Sleep(0);
            return [IPAddress.Loopback];
        }
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void A_host_that_is_not_there_fails_as_with_net(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        using HttpClient http = LoopHttp.CreateClient();
        var error = await Fails<HttpRequestException>(async () => await http.GetStringAsync("http://127.0.0.1:1/"));
        Assert.Equal(HttpRequestError.ConnectionError, error.HttpRequestError);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Connecting_takes_no_longer_than_the_handler_allows(ReactorKind kind) => HttpLoop.Run(
        kind,
        async () =>
        {
            using HttpClient http = LoopHttp.CreateClient(configure: static handler => handler.ConnectTimeout = TimeSpan.FromMilliseconds(50));
            var error = await Fails<TaskCanceledException>(async () => await http.GetStringAsync("http://slow.example/"));
            Assert.IsType<TimeoutException>(error.InnerException);
        },
        new EventLoopOptions { Resolver = NeverAnswers });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_synchronous_request_is_refused(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        await ToThread(() =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);
            var error = Assert.ThrowsAny<Exception>(() => http.Send(request));
            Assert.Contains("Await the asynchronous one", error.ToString());
        });
    });

    /// <summary>The loop, which would have to open the connection, cannot wait for it.</summary>
    [Theory, ClassData(typeof(BothReactors))]
    public void So_it_is_on_the_loop_before_there_is_a_connection(ReactorKind kind) => HttpLoop.Run(
        kind,
        async () =>
        {
            using HttpClient http = LoopHttp.CreateClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:1/");
            var error = Assert.Throws<NotSupportedException>(() => http.Send(request));
            Assert.Contains("Await the asynchronous one", error.Message);
        },
        new EventLoopOptions { Guards = new() { Blocking = BlockingPolicy.Throw } });

    /// <summary>Over HTTP/2 it would wait on the loop for what the loop is to bring; here it would find the end.</summary>
    [Theory, ClassData(typeof(BothReactors))]
    public void So_is_a_synchronous_read_of_an_answer_on_the_loop(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start(protocols: HttpProtocols.Http2);
        using HttpClient http = LoopHttp.CreateClient();
        http.DefaultRequestVersion = HttpVersion.Version20;
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await using Stream body = await http.GetStreamAsync(server.Address);
        await body.CopyToAsync(Stream.Null);
        var error = Assert.Throws<NotSupportedException>(() => body.ReadByte());
        Assert.Contains("Await the asynchronous one", error.Message);
        Assert.Equal(-1, await ToThread(body.ReadByte));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Another_thread_may_use_it_too(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        string answer = await Task.Run(async () =>
        {
            await http.GetStringAsync(server.Address);
            return await http.GetStringAsync(server.Address + "/again");
        });
        Assert.Equal("HTTP/1.1 GET /again", answer);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public async Task Its_loops_end_fails_the_request_of_another_thread(ReactorKind kind)
    {
        Task<string>? request = null;
        await using WebServer server = await WebServer.Start();
        await Task.Run(() => HttpLoop.Run(kind, async () =>
        {
            HttpClient http = LoopHttp.CreateClient();
            request = Task.Run(() => http.GetStringAsync(server.Address + "/silent"));
            await Until(() => server.Requests == 1);
        }));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => request!.WaitAsync(Patience));
    }

    [Theory]
    [InlineData(ReactorKind.Epoll, false)]
    [InlineData(ReactorKind.Epoll, true)]
    [InlineData(ReactorKind.Portable, false)]
    [InlineData(ReactorKind.Portable, true)]
    public async Task Its_loops_end_fails_a_request_that_still_connects(ReactorKind kind, bool fromTheLoop)
    {
        Task<string>? request = null;
        await Task.Run(() =>
        {
            using var loop = new EventLoop(new EventLoopOptions { PortableReactor = kind == ReactorKind.Portable, Resolver = Stops })
            {
                // The task that connects is reported as pending.
                ExceptionHandler = static (_, _) => { },
            };
            loop.CallSoon(() =>
            {
                HttpClient http = LoopHttp.CreateClient();
                request = fromTheLoop
                    ? http.GetStringAsync("http://slow.example/")
                    : Task.Run(() => http.GetStringAsync("http://slow.example/"));
            });
            loop.RunForever();
        });
        Exception? error = await Record.ExceptionAsync(() => request!.WaitAsync(Patience));
        Assert.Contains("loop", ((error as HttpRequestException)?.InnerException ?? Assert.IsType<InvalidOperationException>(error)).Message);

        static Coroutine<IPAddress[]> Stops(string host)
        {
            GetRunningLoop().Stop();
            return NeverAnswers(host);
        }
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void It_connects_from_the_address_it_is_told(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        EndPoint? from = null;
        await using Server server = await StartServer(Answer, "127.0.0.1", 0);
        using HttpClient http = LoopHttp.CreateClient(new() { LocalEndPoint = new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0) });
        using HttpResponseMessage answer = await http.GetAsync($"http://127.0.0.1:{server.Port}/");
        Assert.Equal("127.0.0.9", ((IPEndPoint)from!).Address.ToString());

        async Coroutine Answer(Connection client)
        {
            from = client.RemoteEndPoint;
            await client.ReadLine();
            await client.Send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        }
    });

    private static async Coroutine<IPAddress[]> NeverAnswers(string host)
    {
        await Sleep(double.PositiveInfinity);
        return [];
    }
}
