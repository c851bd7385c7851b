using System.Net;
using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>A look-up of the program's own, and how it may fail.</summary>
public sealed class ResolverTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void One_that_runs_out_of_its_own_time_fails_and_cancels_nobody(ReactorKind kind) => Assert.Empty(RunReporting(
        kind,
        async () =>
        {
            foreach (string host in (string[])["coroutine.test", "task.test"])
            {
                var error = await Fails.With<SocketException>(async () => await OpenConnection(host, 1));
                Assert.StartsWith($"Cannot resolve '{host}': ", error.Message, StringComparison.Ordinal);
                Assert.Equal(SocketError.HostNotFound, error.SocketErrorCode);
            }
        },
        new EventLoopOptions
        {
            Resolver = static async host => host == "coroutine.test"
                ? throw new TaskCanceledException("out of time")
                : await Task.FromException<IPAddress[]>(new OperationCanceledException("out of time")),
        }));

    [Theory, ClassData(typeof(BothReactors))]
    public void One_whose_task_somebody_has_cancelled_fails_and_cancels_nobody(ReactorKind kind) => Assert.Empty(RunReporting(
        kind,
        async () =>
        {
            var error = await Fails.With<SocketException>(async () => await OpenConnection("cancelled.test", 1));
            Assert.StartsWith("Cannot resolve 'cancelled.test': ", error.Message, StringComparison.Ordinal);
        },
        new EventLoopOptions
        {
            Resolver = static async _ =>
            {
                LoopTask part = CreateTask(Sleep(1000));
                part.Cancel();
                await part;
                return [];
            },
        }));

    [Theory, ClassData(typeof(BothReactors))]
    public void One_that_gives_nothing_has_found_nothing(ReactorKind kind) => Assert.Empty(RunReporting(
        kind,
        async () =>
        {
            var error = await Fails.With<SocketException>(async () => await OpenConnection("nothing.test", 1));
            Assert.Equal("Cannot resolve 'nothing.test': it has no address.", error.Message);
        },
        new EventLoopOptions { Resolver = static async _ => await Task.FromResult<IPAddress[]>(null!) }));
}
