using System.Net;
using System.Net.Sockets;
using Simmer.Testing;
using Simmer.Tests.Support;
using static Simmer.Asyncio;
using static Simmer.Tests.IO.Children;
using static Simmer.Tests.IO.IoLoop;

namespace Simmer.Tests.IO;

/// <summary>A process of its own that has few descriptors.</summary>
public sealed partial class HostileTests
{
    /// <remarks>With the portable reactor .NET needs descriptors for itself, at moments of its own: see the test within this process.</remarks>
    [Fact, Trait("Category", "Slow")]
    public void A_process_with_few_descriptors_serves_more_clients_than_it_has_room_for()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var server = OwnProcess.Start(ServeWithFewDescriptors, "SIMMER_REACTOR=epoll");
        int port = int.Parse(server.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);
        for (int i = 0; i < 5; i++)
        {
            // Code is loaded from files at its first use.
            Assert.Equal("first\n", Ask(Connect(), "first\n"));
        }

        Assert.Equal("limit\n", Ask(Connect(), "limit\n"));
        Socket[] clients = [.. Enumerable.Range(0, 40).Select(_ => Connect())];
        foreach (Socket client in clients)
        {
            // It is let in when those before it have gone.
            Assert.Equal("hello\n", Ask(client, "hello\n"));
        }

        Assert.Equal("stop\n", Ask(Connect(), "stop\n"));
        (int exitCode, string output, _) = server.End();
        Assert.Equal(0, exitCode);
        Assert.Contains("too many open files. They wait in the backlog; the next try is in 1 s", output);

        Socket Connect()
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            {
                ReceiveTimeout = (int)Until.Patience.TotalMilliseconds,
            };
            client.Connect(IPAddress.Loopback, port);
            return client;
        }

        static string Ask(Socket client, string question)
        {
            using (client)
            {
                client.Send(Bytes(question));
                byte[] answer = new byte[100];
                return Text(answer[..client.Receive(answer)]);
            }
        }
    }

    private static void ServeWithFewDescriptors() => Asyncio.Run(
        ServeUntilStopped(),
        new RunnerOptions
        {
            LoopFactory = static () => new EventLoop(new EventLoopOptions { Clock = new VirtualClock() })
            {
                ExceptionHandler = static (_, context) => Console.WriteLine(context.Message),
            },
        });

    /// <summary>The sockets of this process. To count them would not tell of a new one: .NET may close one of an earlier test meanwhile.</summary>
    private static HashSet<string> OpenSockets() =>
    [
        .. Directory.GetFileSystemEntries("/proc/self/fd").Select(static path => new FileInfo(path).LinkTarget ?? "")
            .Where(static target => target.StartsWith("socket:", StringComparison.Ordinal)),
    ];

    /// <summary>The numbers that the next descriptors get.</summary>
    private static IEnumerable<int> FreeDescriptors()
    {
        HashSet<string> taken = [.. Directory.GetFileSystemEntries("/proc/self/fd").Select(static path => Path.GetFileName(path))];
        return Enumerable.Range(0, int.MaxValue).Where(number => !taken.Contains(number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_loop_that_gets_no_descriptor_says_for_what()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach ((int given, string call) in new[] { (0, "epoll_create1"), (1, "eventfd") })
        {
            // Whatever else of the process closes one in the middle of it disturbs a try, and seldom the next.
            string expected = $"The call {call} failed: Too many open files (errno 24).";
            string? told = null;
            for (int i = 0; i < 10 && told != expected; i++)
            {
                told = TryWith(given);
            }

            Assert.Equal(expected, told);
        }

        static string? TryWith(int given)
        {
            using var loop = new EventLoop(new EventLoopOptions { PortableReactor = false });

            // What an earlier test has left to the collector would give its number back in the middle of this.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            int[] free = [.. FreeDescriptors().Take(given + 1)];
            Exception? error;
            Limit((ulong)free[given]);
            try
            {
                error = Record.Exception(() => loop.RunUntilComplete(Listen()));
            }
            finally
            {
                Limit(null);
            }

            bool isAsBefore = free.SequenceEqual(FreeDescriptors().Take(given + 1));

            // It is not spoilt.
            loop.RunUntilComplete(Listen());
            return isAsBefore ? (error as IOException)?.Message : "Other descriptors are free than before.";
        }

        static async Coroutine Listen()
        {
            await using Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
        }
    }

    [Fact]
    public void Without_descriptors_a_child_is_started_whole_or_not_at_all() => OnEpoll(async () =>
    {
        const string Mark = "98765.4321";
        SubprocessOptions options = new() { StandardInput = StandardStream.Pipe, StandardOutput = StandardStream.Pipe };
        int[] free = [];

        // Code is loaded from files that stay open: here, and in the first round.
        await (await CreateSubprocessExec("/bin/cat", options: options)).Communicate();
        for (int round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            free = [.. FreeDescriptors().Take(20)];
            bool isStarted = false;
            for (int given = 0; given < 10; given++)
            {
                Subprocess? child = await Start(given, "/bin/cat", [], options);
                isStarted |= child is not null;
                if (child is not null)
                {
                    (byte[] output, _) = await child.Communicate(Bytes("whole"));
                    Assert.Equal("whole", Text(output));
                }
            }

            if (await Start(0, "/bin/sleep", [Mark], SubprocessOptions.Default) is { } sleeper)
            {
                await sleeper.DisposeAsync();
            }

            Assert.True(isStarted);
        }

        Assert.DoesNotContain(Mark, Directory.GetDirectories("/proc").Select(CommandOf));
        Assert.Equal(free, FreeDescriptors().Take(free.Length));

        async Coroutine<Subprocess?> Start(int given, string program, string[] arguments, SubprocessOptions settings)
        {
            Limit((ulong)free[given]);
            try
            {
                return await CreateSubprocessExec(program, arguments, settings);
            }
            catch (System.ComponentModel.Win32Exception error)
            {
                Assert.Equal(24, error.NativeErrorCode);
                return null;
            }
            finally
            {
                Limit(null);
            }
        }

        static string CommandOf(string process)
        {
            try
            {
                return File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0').ElementAtOrDefault(1) ?? "";
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return "";
            }
        }
    });

    [Fact]
    public void A_directory_is_no_program_also_at_the_first_error_of_a_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The directory is Linux's.");
        using var process = OwnProcess.Start(StartDirectory, "SIMMER_REACTOR=portable");
        Assert.Equal("Cannot start '/tmp': it is not executable, or this user may not execute it.", process.ReadLine());
        Assert.Equal(0, process.End().ExitCode);

        static void StartDirectory() => Asyncio.Run(Start());

        static async Coroutine Start() =>
            Console.WriteLine((await Fails.With<System.ComponentModel.Win32Exception>(async () => await CreateSubprocessExec("/tmp"))).Message);
    }

    [Fact]
    public void A_loop_may_look_for_news_before_it_sleeps()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var process = OwnProcess.Start(Exchange, "SIMMER_REACTOR=epoll", "SIMMER_SPIN_MICROSECONDS=200");
        Assert.Equal("done", process.ReadLine());
        Assert.Equal(0, process.End().ExitCode);
        using var wrong = OwnProcess.Start(Exchange, "SIMMER_REACTOR=epoll", "SIMMER_SPIN_MICROSECONDS=soon");
        Assert.Contains("The environment variable SIMMER_SPIN_MICROSECONDS is 'soon'.", wrong.End().Errors);
        using var unknown = OwnProcess.Start(Exchange, "SIMMER_REACTOR=best");
        Assert.Contains("Set it to 'epoll' or 'portable', or unset it.", unknown.End().Errors);

        static void Exchange() => Asyncio.Run(Client());

        static async Coroutine Client()
        {
            await using Server server = await StartServer(ServerTests.Echo, "127.0.0.1", 0);
            using Connection connection = await OpenConnection("127.0.0.1", server.Port);
            for (int i = 0; i < 5; i++)
            {
                // Once the answer comes at once, once from a thread that takes its time, once there is a timer to wait for.
                await connection.Send("line\n");
                Assert.Equal("line\n", Text(await connection.ReadLine()));
                await ToThread(Thread.Yield);
                await Sleep(0.001);
            }

            Console.WriteLine("done");
        }
    }

    private static async Coroutine ServeUntilStopped()
    {
        var stop = new AsyncEvent();
        Server server = await StartServer(Answer, "127.0.0.1", 0);
        Console.WriteLine(server.Port);
        await stop.Wait();
        server.Close();
        await server.WaitClosed();

        async Coroutine Answer(Connection client)
        {
            string line = Text(await client.ReadLine());
            await client.Send(line);
            if (line == "limit\n")
            {
                Limit((ulong)FreeDescriptors().ElementAt(10));
            }
            else if (line == "stop\n")
            {
                stop.Set();
            }

            // The client goes first.
            await client.Read();
        }
    }
}
