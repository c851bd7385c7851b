using static Simmer.Asyncio;

namespace Simmer.Tests.IO;

/// <summary>What the tests of child processes share.</summary>
internal static class Children
{
    internal static SubprocessOptions Piped { get; } = new()
    {
        StandardInput = StandardStream.Pipe,
        StandardOutput = StandardStream.Pipe,
        StandardError = StandardStream.Pipe,
    };

    internal static SubprocessOptions Output { get; } = new() { StandardOutput = StandardStream.Pipe };

    /// <summary>What a child prints that reads nothing.</summary>
    internal static async Coroutine<string> PrintedBy(string program, IEnumerable<string>? arguments = null, SubprocessOptions? options = null)
    {
        Subprocess child = await CreateSubprocessExec(
            program, arguments, (options ?? Output) with { StandardOutput = StandardStream.Pipe });
        (byte[] output, _) = await child.Communicate();
        Assert.Equal(0, child.ReturnCode);
        return IoLoop.Text(output);
    }

    /// <summary>The exit status of a child that a signal has ended.</summary>
    internal static int EndedBy(int signal, ReactorKind kind) => kind == ReactorKind.Epoll ? -signal : 128 + signal;

    /// <summary>Whether there is a process of this number, or its zombie.</summary>
    internal static bool IsThere(int pid) => Directory.Exists($"/proc/{pid}");

    internal static void OnLinux(ReactorKind kind, Func<Coroutine> body)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The programs are Linux's.");
        IoLoop.Run(kind, body);
    }

    internal static void OnEpoll(Func<Coroutine> body) => OnLinux(ReactorKind.Epoll, body);
}
