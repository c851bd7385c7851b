using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Simmer.Testing;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>Tests that look at the process's descriptors, or whose files no other child may hold open, run while no other test does.</summary>
[CollectionDefinition(nameof(Descriptors), DisableParallelization = true)]
public sealed class Descriptors;

/// <summary>No descriptor left, used after its close, or taken for another; a system that has run out of them.</summary>
[Collection(nameof(Descriptors))]
public sealed partial class HostileTests
{
    private const int OpenFiles = 7;

    [Theory, ClassData(typeof(BothReactors)), Trait("Category", "Slow")]
    public void Cancelled_at_any_iteration_an_exchange_leaves_nothing(ReactorKind kind)
    {
        Exchange(kind, 3);
        int before = CountDescriptors();
        Exchange(kind, 60);
        AssertNoMoreThan(before);

        static void Exchange(ReactorKind kind, int most)
        {
            List<ExceptionContext> reports = RunReporting(kind, async () =>
            {
                await using Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
                for (int iterations = 0; iterations < most; iterations++)
                {
                    LoopTask client = CreateTask(Client(server.Port));
                    await Until.Iterations(iterations);
                    client.Cancel();
                    await Until.Settled(client);
                }

                await Until.True(() => server.ClientCount == 0);
            });

            // A handler whose client has reset fails, rightly.
            Assert.All(reports, report => Assert.IsType<IOException>(report.Exception));
        }

        static async Coroutine Client(int port)
        {
            byte[] buffer = new byte[4 << 20];
            using Connection connection = await OpenConnection("127.0.0.1", port);
            await connection.Send("a line\n");
            await connection.ReadLine();
            await connection.WriteAsync(buffer, Asyncio.CancellationToken);
            await connection.ReadExactly(1 << 20);
        }
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void A_loop_that_closes_takes_its_descriptors_with_it(ReactorKind kind)
    {
        Leave(kind);
        int before = CountDescriptors();
        Leave(kind);
        Leave(kind);
        AssertNoMoreThan(before);

        static void Leave(ReactorKind kind)
        {
            Connection? kept = null;
            IoLoop.Run(kind, async () =>
            {
                Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
                kept = await OpenConnection("127.0.0.1", server.Port);
                await kept.Send("x\n");
                await kept.ReadLine();
                server.Close();
            });
            Assert.True(kept!.IsClosed);
            kept.Dispose();
        }
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void A_connection_that_comes_as_the_loop_closes_is_closed_too(ReactorKind kind)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var loop = new EventLoop(new EventLoopOptions { PortableReactor = kind == ReactorKind.Portable });
        int port = loop.RunUntilComplete(Listen());
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        HashSet<string> before = OpenSockets();
        client.Connect(IPAddress.Loopback, port);
        if (kind == ReactorKind.Portable)
        {
            // .NET accepts by itself; the loop, which does not run, has not seen it.
            Assert.True(SpinWait.SpinUntil(() => !OpenSockets().IsSubsetOf(before), Until.Patience));
        }

        loop.Close();
        client.ReceiveTimeout = (int)Until.Patience.TotalMilliseconds;
        try
        {
            Assert.Equal(0, client.Receive(new byte[1]));
        }
        catch (SocketException error)
        {
            Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
        }

        static async Coroutine<int> Listen()
        {
            Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
            await Until.Iterations(3);
            return server.Port;
        }
    }

    [Theory, ClassData(typeof(BothReactors))]
    public async Task Net_code_that_waits_is_told_that_the_loop_has_closed(ReactorKind kind)
    {
        var loop = new EventLoop(new EventLoopOptions { PortableReactor = kind == ReactorKind.Portable });
        (Connection connection, Socket peer) = loop.RunUntilComplete(Pair());
        using (peer)
        {
            (Task<int> read, Task write) = loop.RunUntilComplete(Begin(connection));
            loop.Close();
            var error = await Assert.ThrowsAsync<ObjectDisposedException>(() => read.WaitAsync(Until.Patience));
            Assert.Contains("The loop was closed, and everything on it, during a read from 127.0.0.1:", error.Message);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => write.WaitAsync(Until.Patience));
        }

        static async Coroutine<(Task<int> Read, Task Write)> Begin(Connection connection)
        {
            await Sleep(0);
            return (connection.ReadAsync(new byte[1]).AsTask(), connection.WriteAsync(new byte[64 << 20]).AsTask());
        }
    }

    [Fact]
    public async Task Code_on_its_way_to_a_loop_that_closes_goes_on_elsewhere()
    {
        var loop = new EventLoop();
        Task hop = await Task.Run(() => Task.FromResult(Hop()));
        Assert.False(hop.IsCompleted);
        loop.Close();
        await Assert.ThrowsAsync<InvalidOperationException>(() => hop.WaitAsync(Until.Patience));

        async Task Hop() => await new LoopHop(loop);
    }

    [Theory, ClassData(typeof(BothReactors))]
    public void Closed_in_mid_flight_streams_give_their_buffers_back(ReactorKind kind)
    {
        using var rentals = new Rentals();
        LeaveAll(kind);
        long before = rentals.Out;
        LeaveAll(kind);
        LeaveAll(kind);
        Assert.True(SpinWait.SpinUntil(() => rentals.Out <= before, Until.Patience), $"{rentals.Out - before} buffers are left.");

        static void LeaveAll(ReactorKind kind) => IoLoop.Run(kind, async () =>
        {
            (Connection one, Socket first) = await Pair();
            (Connection two, Socket second) = await Pair();
            using (first)
            using (second)
            {
                // Bytes in the buffer, and a send that the peer does not take.
                first.Send(Bytes("no line feed"));
                LoopTask<byte[]> read = CreateTask(one.ReadLine());
                LoopTask send = CreateTask(two.Send(new byte[16 << 20]));
                await Until.True(() => one.BufferedBytes > 0);
                read.Cancel();
                send.Cancel();
                await Until.Settled(read, send);
                one.Dispose();
                two.Abort();
            }

            await using Subprocess child = await CreateSubprocessExec("sh", ["-c", "echo something; exec sleep 1000"], new()
            {
                StandardOutput = StandardStream.Pipe,
                StandardError = StandardStream.Pipe,
            });
            Assert.Equal("s", Text(await child.StandardOutput!.ReadExactly(1)));
            LoopTask<byte[]> error = CreateTask(child.StandardError!.ReadLine());
            await Until.Iterations(3);
            error.Cancel();
            await Until.Settled(error);
        });
    }

    [Fact]
    public void A_loop_that_is_dropped_unclosed_does_not_leak()
    {
        Drop();
        Collect();
        int before = CountDescriptors();
        for (int i = 0; i < 3; i++)
        {
            Drop();
        }

        Collect();
        AssertNoMoreThan(before);

        static void Drop()
        {
            // The thread's pooled frames know the loop; they go with the thread.
            var thread = new Thread(static () => new EventLoop(new EventLoopOptions { PortableReactor = false }).RunUntilComplete(Open()));
            thread.Start();
            thread.Join();
        }

        static async Coroutine Open()
        {
            Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
            Connection connection = await OpenConnection("127.0.0.1", server.Port);
            await connection.Send("x");
        }

        static void Collect()
        {
            // The loop that ran last is remembered until another runs.
            IoLoop.Run(ReactorKind.Epoll, async () => await Sleep(0));
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
    }

    [Fact]
    public void A_number_that_was_closed_behind_the_loops_back_can_be_watched_anew() => IoLoop.Run(ReactorKind.Epoll, async () =>
    {
        EventLoop loop = GetRunningLoop();
        (Connection one, Socket first) = await Pair();
        int descriptor = (int)first.Handle;
        loop.AddReader(descriptor, () => Assert.Fail("The old descriptor is gone."));
        first.Dispose();
        using var second = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        second.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.Equal(descriptor, Duplicate((int)second.Handle, descriptor));
        bool isCalled = false;
        loop.AddReader(descriptor, () =>
        {
            isCalled = true;
            loop.RemoveReader(descriptor);
        });
        using DatagramEndpoint sender = await CreateDatagramEndpoint();
        await sender.Send(new byte[1], second.LocalEndPoint);
        await Until.True(() => isCalled);
        one.Dispose();
        Assert.Equal(0, Close(descriptor));
    });

    [Theory, ClassData(typeof(BothReactors)), Trait("Category", "Slow")]
    public void Without_descriptors_accepting_pauses_is_reported_and_goes_on(ReactorKind kind)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var reports = new List<ExceptionContext>();
        Starve();
        reports.Clear();
        Starve();
        ExceptionContext report = Assert.Single(reports);
        Assert.Contains("too many open files. They wait in the backlog; the next try is in 1 s", report.Message);

        void Starve() => Asyncio.Run(Main(), new RunnerOptions
        {
            HandleInterrupts = false,
            LoopFactory = () => new EventLoop(new EventLoopOptions { Clock = new VirtualClock(), PortableReactor = kind == ReactorKind.Portable })
            {
                ExceptionHandler = (_, context) =>
                {
                    reports.Add(context);
                    Limit(null);
                },
            },
        });

        async Coroutine Main()
        {
            await using Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
            Socket[] clients = [.. Enumerable.Range(0, 5).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))];
            ulong free = (ulong)clients.Max(static client => (int)client.Handle) + 1;
            try
            {
                // Whatever is freed below the limit is taken; then there is none.
                Limit(free);
                foreach (Socket client in clients)
                {
                    client.Connect(new IPEndPoint(IPAddress.Loopback, server.Port));
                    client.Send(Bytes("x"));
                }

                await Until.True(() => server.ClientCount == clients.Length);
                foreach (Socket client in clients)
                {
                    Assert.Equal(1, await client.ReceiveAsync(new byte[1], SocketFlags.None));
                }
            }
            finally
            {
                Limit(null);
                foreach (Socket client in clients)
                {
                    client.Dispose();
                }
            }
        }
    }

    [Theory, ClassData(typeof(BothReactors)), Trait("Category", "Slow")]
    public void Numbers_that_are_used_again_never_mix_connections_up(ReactorKind kind)
    {
        List<ExceptionContext> reports = RunReporting(kind, async () =>
        {
            await using Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
            await ForEach(Enumerable.Range(0, 600), 40, async number =>
            {
                using Connection connection = await OpenConnection("127.0.0.1", server.Port);
                string line = $"connection {number}\n";
                LoopTask<byte[]> read = CreateTask(connection.ReadLine());
                await connection.Send(line);
                if (number % 3 == 0)
                {
                    // Closed with an event on its way.
                    read.Cancel();
                    await Until.Settled(read);
                    if (number % 2 == 0)
                    {
                        connection.Abort();
                    }

                    return;
                }

                Assert.Equal(line, Text(await read));
            });
        });
        Assert.All(reports, report => Assert.IsType<IOException>(report.Exception));
    }

    private static void AssertNoMoreThan(int before)
    {
        // .NET's engine closes some of its sockets from its own threads.
        for (int i = 0; i < 100 && CountDescriptors() > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Yield();
        }

        Assert.InRange(CountDescriptors(), 0, before);
    }

    private static int CountDescriptors() =>
        OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;

    /// <summary>Limits how many descriptors the process may have; null to take that back.</summary>
    private static void Limit(ulong? files)
    {
        if (s_usual.Most == 0)
        {
            Assert.Equal(0, GetLimit(OpenFiles, out s_usual));
        }

        LimitPair limit = s_usual with { Now = files ?? s_usual.Now };
        Assert.Equal(0, SetLimit(OpenFiles, limit));
    }

    private static LimitPair s_usual;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out LimitPair limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in LimitPair limit);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int descriptor, int number);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private record struct LimitPair(ulong Now, ulong Most);
}
