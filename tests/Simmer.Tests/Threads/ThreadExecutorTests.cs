using System.Globalization;
using System.Runtime.InteropServices;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Threads;

/// <summary>Executors on a system that gives no more threads, in a process that has no room for their stacks.</summary>
[Trait("Category", "Slow")]
public sealed partial class ThreadExecutorTests
{
    private const int AddressSpace = 9;

    [Fact]
    public void A_thread_that_cannot_be_made_is_an_error_once_and_no_hang_later()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test limits the process's memory.");
        using var process = OwnProcess.Start(RunWithoutThreads);

        var (exitCode, output, errors) = process.End();

        Assert.Equal("OutOfMemoryException\n2\n3\n4\n", output);
        Assert.True(exitCode == 0, errors);
    }

    private static void RunWithoutThreads() => RealLoop.Run(async () =>
    {
        EventLoop loop = GetRunningLoop();
        using var one = new ThreadExecutor(maxThreads: 1);
        using var two = new ThreadExecutor(maxThreads: 2);
        using var release = new ManualResetEventSlim();
        Future<int> busy = loop.RunInExecutor(
            () =>
            {
                Until.Set(release);
                return 3;
            },
            two);

        // Less than a stack is left.
        Assert.Equal(0, GetLimit(AddressSpace, out LimitPair usual));
        Assert.Equal(0, SetLimit(AddressSpace, usual with { Now = AddressSpaceInUse() + (1 << 20) }));
        Exception? error = Record.Exception(() => loop.RunInExecutor(static () => 1, one));
        Future<int> queued = loop.RunInExecutor(static () => 4, two);
        Assert.Equal(0, SetLimit(AddressSpace, usual));

        Console.WriteLine(error?.GetType().Name);
        Console.WriteLine(await loop.RunInExecutor(static () => 2, one));
        release.Set();
        Console.WriteLine(await busy);
        Console.WriteLine(await queued);
    });

    /// <summary>In bytes; the system tells pages.</summary>
    private static ulong AddressSpaceInUse() =>
        ulong.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture) * (ulong)Environment.SystemPageSize;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out LimitPair limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in LimitPair limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct LimitPair(ulong Now, ulong Most);
}
