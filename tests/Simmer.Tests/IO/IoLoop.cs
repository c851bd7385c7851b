using System.Net;
using System.Net.Sockets;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.IO;

/// <summary>Which of the two ways to sockets a test runs on.</summary>
public enum ReactorKind
{
    Epoll,
    Portable,
}

/// <summary>Each test of I/O runs on both reactors.</summary>
public sealed class BothReactors : TheoryData<ReactorKind>
{
    public BothReactors()
    {
        Add(ReactorKind.Epoll);
        Add(ReactorKind.Portable);
    }
}

/// <summary>A loop on real time with real sockets, for one test.</summary>
internal static class IoLoop
{
    /// <summary>Runs a body that is to leave nothing for the exception handler, and nothing waiting.</summary>
    internal static void Run(ReactorKind kind, Func<Coroutine> body) => Assert.Empty(RunReporting(kind, body));

    /// <summary>Runs a body; gives what went to the exception handler.</summary>
    internal static List<ExceptionContext> RunReporting(ReactorKind kind, Func<Coroutine> body, EventLoopOptions? options = null)
    {
        var reports = new List<ExceptionContext>();
        EventLoop? loop = null;
        Asyncio.Run(Bounded(), new RunnerOptions
        {
            HandleInterrupts = false,
            LoopFactory = () => loop = new EventLoop((options ?? new()) with { PortableReactor = kind == ReactorKind.Portable })
            {
                ExceptionHandler = (_, context) => reports.Add(context),
            },
        });
        Assert.Equal(0, loop!.ExternalWaits);
        return reports;

        async Coroutine Bounded() => await Timeout(Until.Patience, async _ => await body());
    }

    /// <summary>A connection of the loop's, and its peer: a plain socket.</summary>
    internal static async Coroutine<(Connection Connection, Socket Peer)> Pair()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Connection connection = await OpenConnection(listener.LocalEndPoint!);
        Socket peer = listener.Accept();
        peer.NoDelay = true;
        return (connection, peer);
    }

    /// <summary>Has an action run on a thread, as a peer that blocks does.</summary>
    internal static LoopTask<T> OnThread<T>(Func<T> function) => CreateTask(ToThread(function));

    internal static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    internal static string Text(byte[] bytes) => System.Text.Encoding.ASCII.GetString(bytes);

    internal static byte[] Pattern(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
