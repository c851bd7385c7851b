using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Simmer.AspNetCore.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.AspNetCore.Tests;

/// <summary>An application that uses the loop of its connection.</summary>
public sealed class EventLoopTests
{
    [Theory, ClassData(typeof(EveryWay))]
    public async Task A_request_is_on_its_connections_loop_whatever_it_has_awaited(ReactorKind kind, ApplicationScheduling scheduling)
    {
        await using LoopWeb web = await LoopWeb.Start(
            kind,
            scheduling,
            async context =>
            {
                EventLoop loop = GetRunningLoop();
                await Task.Run(static () => { });
                Assert.Same(loop, GetRunningLoop());
                await Sleep(0.001);
                await Task.Yield();
                Assert.Same(loop, GetRunningLoop());
                await context.Response.WriteAsync(context.Request.Protocol);
            },
            listen: static at => at.Protocols = HttpProtocols.Http2,
            before: static application => application.UseEventLoop());
        web.Client.DefaultRequestVersion = HttpVersion.Version20;
        web.Client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        string[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => web.Client.GetStringAsync(web.Address)));

        Assert.All(answers, static answer => Assert.Equal("HTTP/2", answer));
    }

    [Theory, ClassData(typeof(EveryWay))]
    public async Task What_follows_the_application_goes_on_on_the_loop_without_its_context(ReactorKind kind, ApplicationScheduling scheduling)
    {
        var after = new TaskCompletionSource<(bool OnLoop, SynchronizationContext? Context)>();

        // Done before it is awaited, the application would have the code behind it go on where it stands.
        var isAwaited = new TaskCompletionSource();
        await using LoopWeb web = await LoopWeb.Start(
            kind,
            scheduling,
            async context =>
            {
                await Task.Run(static () => { });
                await isAwaited.Task;
                await context.Response.WriteAsync("answered");
            },
            before: application => application
                .Use(async (context, next) =>
                {
                    Task rest = next(context);
                    isAwaited.SetResult();
                    await rest;
                })
                .Use(async (context, next) =>
                {
                    await next(context);
                    after.SetResult((EventLoop.Current is not null, SynchronizationContext.Current));
                })
                .UseEventLoop());

        Assert.Equal("answered", await web.Client.GetStringAsync(web.Address));
        Assert.Equal((true, null), await after.Task);
    }

    [Fact]
    public async Task A_request_that_no_loop_serves_is_told_so()
    {
        await using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        RequestDelegate pipeline = new ApplicationBuilder(services).UseEventLoop().Build();

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => pipeline(new DefaultHttpContext()));

        Assert.EndsWith("builder.WebHost.UseSimmer().", error.Message, StringComparison.Ordinal);
    }
}
