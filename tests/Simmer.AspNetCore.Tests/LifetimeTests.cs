using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Simmer.AspNetCore.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.AspNetCore.Tests;

/// <summary>Threads, and the end of a server.</summary>
public sealed class LifetimeTests
{
    [Theory]
    [InlineData(ReactorKind.Epoll)]
    [InlineData(ReactorKind.Portable)]
    public async Task An_application_runs_on_its_connections_loop_and_may_use_it(ReactorKind kind)
    {
        await using LoopWeb web = await LoopWeb.Start(kind, ApplicationScheduling.Loop, async context =>
        {
            EventLoop loop = GetRunningLoop();
            await Sleep(0.001);
            Assert.Same(loop, GetRunningLoop());

            // Somewhere else: the answer comes back to the loop, and so does the next request.
            await Task.Delay(1);
            await context.Response.WriteAsync(loop.GetHashCode().ToString("D10", System.Globalization.CultureInfo.InvariantCulture));
        });
        using var one = new HttpClient();
        using var two = new HttpClient();
        string first = await Get(one);
        string second = await Get(two);
        Assert.Equal(10, first.Length);
        Assert.NotEqual(first, second);
        Assert.Equal(first, await Get(one));
        Assert.Equal(second, await Get(two));

        async Task<string> Get(HttpClient client)
        {
            using HttpResponseMessage answer = await client.GetAsync(web.Address);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task An_application_on_the_thread_pool_may_block()
    {
        using var both = new Barrier(2);
        await using LoopWeb web = await LoopWeb.Start(
            ReactorKind.Epoll,
            ApplicationScheduling.ThreadPool,
            context =>
            {
                Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(60)));
                return context.Response.WriteAsync("met");
            },
            configure: static options => options.LoopCount = 1);
        Assert.Equal(["met", "met"], await Task.WhenAll(web.Client.GetStringAsync(web.Address), web.Client.GetStringAsync(web.Address)));
    }

    [Theory, ClassData(typeof(EveryWay))]
    public async Task Stopping_waits_for_the_requests_under_way(ReactorKind kind, ApplicationScheduling scheduling)
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LoopWeb web = await LoopWeb.Start(kind, scheduling, async context =>
        {
            began.SetResult();
            await finish.Task;
            await context.Response.WriteAsync("finished");
        });
        using Socket idle = await ServingTests.Connect(web);
        Task<string> request = web.Client.GetStringAsync(web.Address);
        await began.Task;
        Task stopping = web.Stop();

        // The idle connection is closed at once, and nobody new is let in.
        Assert.Equal(0, await idle.ReceiveAsync(new byte[1]));
        await Assert.ThrowsAnyAsync<SocketException>(() => ServingTests.Connect(web));
        Assert.False(stopping.IsCompleted);
        finish.SetResult();
        Assert.Equal("finished", await request);
        await stopping.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Theory, ClassData(typeof(EveryWay))]
    public async Task Stopping_in_a_hurry_aborts_them(ReactorKind kind, ApplicationScheduling scheduling)
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LoopWeb web = await LoopWeb.Start(kind, scheduling, async context =>
        {
            began.SetResult();
            await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted);
        });
        Task<string> request = web.Client.GetStringAsync(web.Address);
        await began.Task;
        await web.Stop(new CancellationToken(canceled: true)).WaitAsync(TimeSpan.FromSeconds(60));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => request);
    }

    [Theory, ClassData(typeof(EveryWay))]
    public async Task A_client_that_has_sent_its_end_is_closed(ReactorKind kind, ApplicationScheduling scheduling)
    {
        await using LoopWeb web = await LoopWeb.Start(kind, scheduling, static context => context.Response.WriteAsync("answer"));
        using Socket client = await ServingTests.Connect(web);
        await client.SendAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
        Assert.Contains("answer", await ServingTests.ReceiveUntil(client, "answer"));
        client.Shutdown(SocketShutdown.Send);
        Assert.DoesNotContain("HTTP", await ServingTests.ReceiveUntil(client, "never"));
    }

    [Fact]
    public async Task Settings_are_checked()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => LoopWeb.Start(
            ReactorKind.Epoll, ApplicationScheduling.Loop, static _ => Task.CompletedTask, configure: static options => options.LoopCount = 0));
        Assert.Contains("LoopCount", error.ToString());
    }
}
