using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Simmer.Http.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Http.Tests;

/// <summary>Requests stay on the loop's thread.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class ThreadTests
{
    /// <summary>The protocols that a request may take.</summary>
    public static TheoryData<ReactorKind, bool, int> Ways()
    {
        var ways = new TheoryData<ReactorKind, bool, int>();
        foreach (ReactorKind kind in new[] { ReactorKind.Epoll, ReactorKind.Portable })
        {
            ways.Add(kind, false, 1);
            ways.Add(kind, false, 2);
            ways.Add(kind, true, 1);
            ways.Add(kind, true, 2);
        }

        return ways;
    }

    [Theory, MemberData(nameof(Ways))]
    public void No_continuation_of_a_request_leaves_the_loops_thread(ReactorKind kind, bool tls, int version) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start(tls, version == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        using HttpClient http = LoopHttp.CreateClient(configure: Certificates.Trust);
        http.DefaultRequestVersion = new Version(version, version == 1 ? 1 : 0);
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        var threads = new ThreadsSeen();

        // The first ones open connections and wait for them; the later ones find them open.
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Exchange()));
        await Exchange();
        threads.AreTheLoops();

        async Task Exchange()
        {
            await http.GetStringAsync(server.Address).ConfigureAwait(false);
            threads.Note();
            using var content = new NotingContent(threads);
            using var request = new HttpRequestMessage(HttpMethod.Post, server.Address + "/echo")
            {
                Content = content,
                Version = http.DefaultRequestVersion,
                VersionPolicy = http.DefaultVersionPolicy,
            };
            using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            threads.Note();
            using Stream body = await answer.Content.ReadAsStreamAsync().ConfigureAwait(false);
            byte[] buffer = new byte[100_000];
            while (await body.ReadAsync(buffer).ConfigureAwait(false) > 0)
            {
                threads.Note();
            }

            await http.GetByteArrayAsync(server.Address + "/large").ConfigureAwait(false);
            threads.Note();
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Nor_on_a_plain_client_once_its_connection_is_open(ReactorKind kind) => HttpLoop.Run(kind, async () =>
    {
        await using WebServer server = await WebServer.Start();
        using var http = new HttpClient(LoopHttp.CreateHandler());
        await http.GetStringAsync(server.Address);
        var threads = new ThreadsSeen();
        await Many();
        threads.AreTheLoops();

        async Task Many()
        {
            for (int i = 0; i < 20; i++)
            {
                await http.GetByteArrayAsync(server.Address + (i % 2 == 0 ? "/large" : "/")).ConfigureAwait(false);
                threads.Note();
            }
        }
    });

    [Fact, Trait("Category", "Slow")]
    public void A_loop_busy_with_500_requests_gives_the_thread_pool_nothing_to_do()
    {
        using var server = new LoopServer();
        HttpLoop.Run(ReactorKind.Epoll, async () =>
        {
            using HttpClient http = LoopHttp.CreateClient();
            long fewest = long.MaxValue;
            for (int round = 0; round < 20 && fewest > 0; round++)
            {
                // The first round opens the connections. .NET's own timers and this test's runner use the pool now and then, but
                // what a request costs would be in every round.
                long before = ThreadPool.CompletedWorkItemCount;
                string[] answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => http.GetStringAsync(server.Address)));
                Assert.All(answers, static answer => Assert.Equal(1024, answer.Length));
                fewest = Math.Min(fewest, ThreadPool.CompletedWorkItemCount + ThreadPool.PendingWorkItemCount - before);
            }

            Assert.Equal(0, fewest);
        });
    }

    /// <summary>The threads that code was on after its awaits.</summary>
    private sealed class ThreadsSeen
    {
        private readonly int _loop = Environment.CurrentManagedThreadId;
        private readonly System.Collections.Concurrent.ConcurrentBag<int> _seen = [];

        internal void Note() => _seen.Add(Environment.CurrentManagedThreadId);

        internal void AreTheLoops()
        {
            Assert.NotEmpty(_seen);
            Assert.All(_seen, thread => Assert.Equal(_loop, thread));
        }
    }

    /// <summary>A content that uses the loop while it is written.</summary>
    private sealed class NotingContent(ThreadsSeen threads) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (int i = 0; i < 20; i++)
            {
                threads.Note();
                await stream.WriteAsync(new byte[10_000]);
                await Sleep(0);
            }

            threads.Note();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

/// <summary>Tests that count what the whole process does.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
#pragma warning disable CA1711, CA1515 // The name says what it collects.
public sealed class AloneInTheProcess;
