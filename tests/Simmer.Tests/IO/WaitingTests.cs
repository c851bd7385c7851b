using System.Diagnostics;
using System.Net.Sockets;
using Simmer.Testing;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>How a loop waits once it has a reactor: for threads, timers, sockets, in real and in virtual time.</summary>
public sealed class WaitingTests
{
    [Theory, ClassData(typeof(BothReactors))]
    public void Other_threads_wake_a_loop_that_waits_in_its_reactor(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
        EventLoop loop = GetRunningLoop();
        for (int i = 0; i < 500; i++)
        {
            Assert.Equal(i, await ToThread(() => i));
            var called = loop.CreateFuture<int>();
            ThreadPool.UnsafeQueueUserWorkItem(_ => loop.CallSoonThreadsafe(() => called.SetResult(i)), null);
            Assert.Equal(i, await called);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Timers_are_never_early(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        await using Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
        for (int microseconds = 1; microseconds < 3000; microseconds += 97)
        {
            long began = Stopwatch.GetTimestamp();
            await Sleep(microseconds / 1e6);
            Assert.True(Stopwatch.GetElapsedTime(began).TotalSeconds >= microseconds / 1e6);
        }
    });

    [Fact]
    public void Timers_are_finer_than_a_millisecond() => IoLoop.Run(ReactorKind.Epoll, async () =>
    {
        await using Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
        TimeSpan shortest = TimeSpan.MaxValue;
        for (int i = 0; i < 200 && shortest > TimeSpan.FromMilliseconds(0.9); i++)
        {
            long began = Stopwatch.GetTimestamp();
            await Sleep(0.0001);
            TimeSpan taken = Stopwatch.GetElapsedTime(began);
            shortest = taken < shortest ? taken : shortest;
        }

        Assert.True(shortest < TimeSpan.FromMilliseconds(0.9), $"The shortest sleep of 0.1 ms took {shortest.TotalMilliseconds} ms.");
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void A_busy_loop_still_hears_its_sockets(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            bool isOver = false;
            LoopTask busy = CreateTask(Spin());
            for (int i = 0; i < 20; i++)
            {
                LoopTask<byte[]> read = CreateTask(connection.ReadLine());
                await Sleep(0);
                peer.Send(Bytes("line\n"));
                Assert.Equal("line\n", Text(await read));
            }

            isOver = true;
            await busy;

            async Coroutine Spin()
            {
                while (!isOver)
                {
                    await Sleep(0);
                }
            }
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void What_waits_outside_is_counted(ReactorKind kind) => IoLoop.Run(kind, async () =>
    {
        EventLoop loop = GetRunningLoop();
        (Connection connection, Socket peer) = await Pair();
        using (connection)
        using (peer)
        {
            Assert.Equal(0, loop.ExternalWaits);
            LoopTask<byte[]> read = CreateTask(connection.ReadLine());
            await Sleep(0);
            Assert.Equal(1, loop.ExternalWaits);
            LoopTask send = CreateTask(connection.Send(new byte[16 << 20]));
            await Sleep(0.01);
            Assert.Equal(2, loop.ExternalWaits);
            Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
            await Sleep(0.001);
            Assert.Equal(3, loop.ExternalWaits);
            server.StopServing();
            Assert.Equal(2, loop.ExternalWaits);
            await server.DisposeAsync();
            send.Cancel();
            Assert.Equal(1, loop.ExternalWaits);
            connection.Abort();
            Assert.Equal(0, loop.ExternalWaits);
            await Fails.With<ObjectDisposedException>(async () => await read);
            await Until.Settled(send);
        }
    });

    [Theory, ClassData(typeof(BothReactors))]
    public void Virtual_time_waits_for_a_peer_and_passes_over_silence(ReactorKind kind)
    {
        var clock = new VirtualClock();
        Asyncio.Run(Main(), new RunnerOptions
        {
            HandleInterrupts = false,
            LoopFactory = () => new EventLoop(new EventLoopOptions { Clock = clock, PortableReactor = kind == ReactorKind.Portable }),
        });

        async Coroutine Main()
        {
            (Connection connection, Socket peer) = await Pair();
            using (connection)
            using (peer)
            {
                using var mayAnswer = new ManualResetEventSlim();
                var thread = new Thread(() =>
                {
                    Until.Set(mayAnswer);
                    peer.Send(Bytes("answer\n"));
                });
                thread.Start();
                mayAnswer.Set();

                // No timer is set and no thread is known: only the socket can end this.
                Assert.Equal("answer\n", Text(await connection.ReadLine()));
                Assert.Equal(0, clock.Seconds);
                thread.Join();

                // Nobody speaks: the time limit passes at once.
                await Fails.With<TimeoutException>(async () => await Timeout(3600, async _ => await connection.ReadLine()));
                Assert.Equal(3600, clock.Seconds);
            }
        }
    }
}
