using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Simmer.Http.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Http.Tests.Support.HttpLoop;

namespace Simmer.Http.Tests;

/// <summary>A coroutine's end is its requests' end, with no token passed by hand.</summary>
public sealed class CancellationTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void A_cancelled_coroutine_cancels_the_request_it_awaits(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        LoopTask<string> task = CreateTask(Get(http, server.Address + "/silent"));
        await Until(() => server.Requests == 1);
        task.Cancel("enough");
        var error = await Fails<CancelledException>(async () => await task);
        Assert.Equal("enough", error.CancelMessage);
        Assert.True(task.IsCancelled);
        await Until(() => server.IsAborted);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Over_http_2_its_stream_alone_is_reset(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start(protocols: HttpProtocols.Http2);
        using HttpClient http = LoopHttp.CreateClient();
        http.DefaultRequestVersion = HttpVersion.Version20;
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        LoopTask<string> task = CreateTask(Get(http, server.Address + "/silent"));
        await Until(() => server.Requests == 1);
        task.Cancel();
        await Fails<CancelledException>(async () => await task);
        await Until(() => server.IsAborted);
        Assert.Equal("HTTP/2 GET /", await http.GetStringAsync(server.Address));
        Assert.Equal(1, server.Connections);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_later_request_of_a_task_method_is_its_callers_too(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        LoopTask task = CreateTask(Call());
        await Until(() => server.Requests == 2);
        task.Cancel();
        await Fails<CancelledException>(async () => await task);
        await Until(() => server.IsAborted);

        async Coroutine Call() => await Both();

        async Task Both()
        {
            await http.GetStringAsync(server.Address);
            await http.GetStringAsync(server.Address + "/silent");
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_timeout_around_a_request_is_a_timeout(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        await Fails<TimeoutException>(async () => await Timeout(null, async scope =>
        {
            LoopTask expiry = CreateTask(ExpireWithTheRequest(scope));
            await http.GetStringAsync(server.Address + "/silent");
            await expiry;
        }));
        await Until(() => server.IsAborted);
        Assert.Equal("HTTP/1.1 GET /", await http.GetStringAsync(server.Address));

        async Coroutine ExpireWithTheRequest(TimeoutScope scope)
        {
            await Until(() => server.Requests == 1);
            scope.Reschedule(GetRunningLoop().Time);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_body_that_stalls_is_given_up_too(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        bool began = false;
        LoopTask whole = CreateTask(Buffered());
        LoopTask piecewise = CreateTask(Piecewise());
        await Until(() => server.Requests == 2 && began);
        await Sleep(0.01);
        Assert.False(whole.IsDone || piecewise.IsDone);
        whole.Cancel();
        piecewise.Cancel();
        await Fails<CancelledException>(async () => await whole);
        await Fails<CancelledException>(async () => await piecewise);
        await Until(() => server.IsAborted);

        async Coroutine Buffered() => await http.GetStringAsync(server.Address + "/stalls");

        async Coroutine Piecewise()
        {
            using Stream body = await http.GetStreamAsync(server.Address + "/stalls");
            using var reader = new StreamReader(body);
            char[] beginning = new char[13];
            await reader.ReadBlockAsync(beginning);
            Assert.Equal("the beginning", new string(beginning));
            began = true;
            await reader.ReadToEndAsync();
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Content_that_has_nothing_to_send_is_waited_for_no_longer(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        var content = new Piecemeal();
        content.Write(1);
        LoopTask task = CreateTask(Post());
        await Until(() => server.Requests == 1);
        task.Cancel();

        // Else it would wait for the content for ever.
        int looks = 0;
        await Until(() => task.IsDone || ++looks == 1000);
        content.End();
        Assert.NotEqual(1000, looks);
        await Fails<CancelledException>(async () => await task);

        async Coroutine Post() => await http.PostAsync(server.Address + "/echo", content);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Over_http_2_a_body_is_read_on_after_a_read_that_was_cancelled(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start(protocols: HttpProtocols.Http2);
        using HttpClient http = LoopHttp.CreateClient();
        var content = new Piecemeal();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Address + "/echo")
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        content.Write(1);
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[1];
        await body.ReadExactlyAsync(buffer);

        using var source = new CancellationTokenSource();
        ValueTask<int> read = body.ReadAsync(buffer, source.Token);
        source.Cancel();
        var error = await Fails<TaskCanceledException>(async () => await read);
        Assert.Equal(source.Token, error.CancellationToken);
        content.Write(2);
        await body.ReadExactlyAsync(buffer);
        Assert.Equal(2, buffer[0]);

        await Fails<TimeoutException>(async () => await Timeout(0, async _ => await body.ReadExactlyAsync(buffer)));
        content.Write(3);
        await body.ReadExactlyAsync(buffer);
        Assert.Equal(3, buffer[0]);
        content.End();
        Assert.Equal(0, await body.ReadAsync(buffer));
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_task_method_and_several_at_once_are_cancelled_with_their_coroutine(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        LoopTask task = CreateTask(Both());
        await Until(() => server.Requests == 2);
        task.Cancel();
        await Fails<CancelledException>(async () => await task);
        await Until(() => server.Connections == 0);

        async Coroutine Both() => await Task.WhenAll(Method(), Method());

        async Task Method() => await http.GetStringAsync(server.Address + "/silent");
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_clean_up_may_make_requests(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        string? farewell = null;
        LoopTask task = CreateTask(Work());
        await Until(() => server.Requests == 1);
        task.Cancel();
        await Fails<CancelledException>(async () => await task);
        Assert.Equal("HTTP/1.1 GET /farewell", farewell);

        async Coroutine Work()
        {
            try
            {
                await http.GetStringAsync(server.Address + "/silent");
            }
            finally
            {
                farewell = await http.GetStringAsync(server.Address + "/farewell");
            }
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void What_is_cancelled_before_it_waits_sends_nothing(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        await http.GetStringAsync(server.Address);
        LoopTask task = CreateTask(CancelsItself());
        await Fails<CancelledException>(async () => await task);
        await http.GetStringAsync(server.Address);
        Assert.Equal(2, server.Requests);

        async Coroutine CancelsItself()
        {
            CurrentTask()!.Cancel();
            await http.GetStringAsync(server.Address);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void What_is_awaited_after_the_cancellation_is_sent(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        Assert.Equal("HTTP/1.1 GET /", await CreateTask(TakesItBack()));
        Assert.Equal("HTTP/1.1 GET /", await CreateTask(GetsItElsewhere()));
        Assert.Equal(2, server.Requests);

        async Coroutine<string> TakesItBack()
        {
            CurrentTask()!.Cancel();
            Task<string> request = http.GetStringAsync(server.Address);
            CurrentTask()!.Uncancel();
            return await request;
        }

        async Coroutine<string> GetsItElsewhere()
        {
            CurrentTask()!.Cancel();
            Task<string> request = http.GetStringAsync(server.Address);
            await Fails<CancelledException>(async () => await Sleep(0));
            return await request;
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_group_whose_child_fails_gives_up_the_others_requests(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        await Fails<AggregateException>(() => TaskGroup.Run(async group =>
        {
            for (int i = 0; i < 5; i++)
            {
                _ = group.CreateTask(Get(http, server.Address + "/silent"));
            }

            await Until(() => server.Requests == 5);
            throw new FormatException("The sixth failed.");
        }));
        await Until(() => server.Connections == 0);
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_connection_that_is_being_opened_is_no_longer_waited_for(ReactorKind kind)
    {
        var asked = new List<string>();
        HttpLoop.Run(
            kind,
            async () =>
            {
                using HttpClient http = LoopHttp.CreateClient();
                LoopTask<string> task = CreateTask(Get(http, "http://slow.example/"));
                await Until(() => asked.Count == 1);
                task.Cancel();
                await Fails<CancelledException>(async () => await task);
            },
            new EventLoopOptions { Resolver = NeverAnswers });

        async Coroutine<IPAddress[]> NeverAnswers(string host)
        {
            asked.Add(host);
            await Sleep(double.PositiveInfinity);
            return [];
        }
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void A_token_of_the_callers_and_the_clients_timeout_do_as_ever(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using HttpClient http = LoopHttp.CreateClient();
        using var source = new CancellationTokenSource();
        LoopTask task = CreateTask(WithToken());
        await Until(() => server.Requests == 1);
        source.Cancel();
        await task;
        using HttpClient impatient = LoopHttp.CreateClient();
        impatient.Timeout = TimeSpan.FromMilliseconds(50);
        var error = await Fails<TaskCanceledException>(async () => await impatient.GetStringAsync(server.Address + "/silent"));
        Assert.IsType<TimeoutException>(error.InnerException);

        async Coroutine WithToken()
        {
            var error = await Fails<TaskCanceledException>(async () => await http.GetStringAsync(server.Address + "/silent", source.Token));
            Assert.Equal(source.Token, error.CancellationToken);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_client_that_is_disposed_of_leaves_no_connection(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        HttpClient http = LoopHttp.CreateClient();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => http.GetStringAsync(server.Address)));
        Assert.InRange(server.Connections, 1, 10);
        http.Dispose();
        await Until(() => server.Connections == 0);
    });

    private static async Coroutine<string> Get(HttpClient http, string address) => await http.GetStringAsync(address);

    /// <summary>Content that is sent byte by byte, when the test says so.</summary>
    private sealed class Piecemeal : HttpContent
    {
        private readonly AsyncQueue<byte> _bytes = new();

        internal void Write(byte value) => _bytes.PutNowait(value);

        internal void End() => _bytes.Shutdown();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await foreach (byte value in _bytes.ReadAll())
            {
                await stream.WriteAsync(new[] { value });
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
