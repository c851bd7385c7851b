using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Simmer.AspNetCore.Tests.Support;

namespace Simmer.AspNetCore.Tests;

/// <summary>Applications that are in the way: of their host's end, and of a connection's.</summary>
[Trait("Category", "Slow")]
public sealed class StoppingTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(ReactorKind.Epoll, 0)]
    [InlineData(ReactorKind.Epoll, 1)]
    [InlineData(ReactorKind.Portable, 0)]
    [InlineData(ReactorKind.Portable, 1)]
    public async Task A_host_whose_time_is_up_does_not_wait_for_a_loop_that_a_handler_holds(ReactorKind kind, int loop)
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var free = new ManualResetEventSlim();
        LoopWeb web = await LoopWeb.Start(kind, ApplicationScheduling.Loop, _ =>
        {
            began.SetResult();
            using (Asyncio.AllowBlocking())
            {
                free.Wait();
            }

            return Task.CompletedTask;
        });

        // Connections go to the loops in turn, and the first loop is the one that listens.
        using Socket first = await ServingTests.Connect(web);
        using Socket second = await ServingTests.Connect(web);
        Socket client = loop == 0 ? first : second;
        try
        {
            await Ask(client);
            await began.Task.WaitAsync(s_patience);
            await web.Stop(new CancellationToken(canceled: true)).WaitAsync(s_patience);
            await Task.Run(async () => await web.DisposeAsync()).WaitAsync(s_patience);
        }
        finally
        {
            free.Set();
        }

        // Then the loop ends too.
        await Assert.ThrowsAnyAsync<SocketException>(() => ServingTests.ReceiveUntil(client, "never"));
        await Assert.ThrowsAnyAsync<SocketException>(() => ServingTests.Connect(web));
    }

    [Theory]
    [InlineData(ReactorKind.Epoll)]
    [InlineData(ReactorKind.Portable)]
    public async Task What_was_dealt_to_a_busy_loop_before_the_end_is_not_reset(ReactorKind kind)
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var free = new ManualResetEventSlim();
        await using LoopWeb web = await LoopWeb.Start(kind, ApplicationScheduling.Loop, context =>
        {
            if (began.TrySetResult())
            {
                using (Asyncio.AllowBlocking())
                {
                    free.Wait();
                }
            }

            return context.Response.WriteAsync("served");
        });
        using Socket first = await ServingTests.Connect(web);
        using Socket holding = await ServingTests.Connect(web);
        await Ask(holding);
        await began.Task.WaitAsync(s_patience);
        using Socket third = await ServingTests.Connect(web);
        using Socket dealt = await ServingTests.Connect(web);
        await Ask(dealt);

        // Accepted after it, at the loop that is free.
        using Socket last = await ServingTests.Connect(web);
        await Ask(last);
        await ServingTests.ReceiveUntil(last, "served");
        Task stopped = Task.Run(() => web.Stop());
        await Assert.ThrowsAnyAsync<SocketException>(async () =>
        {
            while (true)
            {
                using Socket late = await ServingTests.Connect(web);
            }
        });
        free.Set();

        // It may come too late to be answered. A reset would be an error.
        await dealt.ReceiveAsync(new byte[1000]).WaitAsync(s_patience);
        await stopped.WaitAsync(s_patience);
    }

    [Theory, ClassData(typeof(EveryWay))]
    public async Task A_handler_may_dispose_of_its_host(ReactorKind kind, ApplicationScheduling scheduling)
    {
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LoopWeb? web = null;
        web = await LoopWeb.Start(kind, scheduling, async _ =>
        {
            await web!.DisposeOfHost();
            disposed.SetResult();
        });
        using Socket client = await ServingTests.Connect(web);
        await Ask(client);
        await disposed.Task.WaitAsync(s_patience);
    }

    [Theory, ClassData(typeof(EveryWay))]
    public async Task An_error_of_who_hears_of_a_connections_end_is_logged_and_ends_nothing(ReactorKind kind, ApplicationScheduling scheduling)
    {
        var log = new ErrorLog();
        await using LoopWeb web = await LoopWeb.Start(
            kind,
            scheduling,
            static context => context.Response.WriteAsync("answer"),
            listen: static options => options.Use(static next => connection =>
            {
                connection.ConnectionClosed.Register(static () => throw new FormatException("Of who registered."));
                return next(connection);
            }),
            log: log);
        using (Socket client = await ServingTests.Connect(web))
        {
            await Ask(client);
            Assert.Contains("answer", await ServingTests.ReceiveUntil(client, "answer"));
        }

        using var patience = new CancellationTokenSource(s_patience);
        while (log.Errors.IsEmpty)
        {
            await Task.Delay(1, patience.Token);
        }

        Assert.Contains("Of who registered.", Assert.Single(log.Errors).ToString());
        Assert.Equal("answer", await web.Client.GetStringAsync(web.Address));
    }

    private static async Task Ask(Socket client) => await client.SendAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
}
