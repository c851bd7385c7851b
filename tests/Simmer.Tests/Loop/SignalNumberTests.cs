using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Loop;

/// <summary>Signals by .NET's names and by the system's numbers.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SignalNumberTests
{
    public static TheoryData<PosixSignal, int> Names => new()
    {
        { PosixSignal.SIGHUP, 1 },
        { PosixSignal.SIGINT, 2 },
        { PosixSignal.SIGQUIT, 3 },
        { PosixSignal.SIGTERM, 15 },
        { PosixSignal.SIGCHLD, 17 },
        { PosixSignal.SIGCONT, 18 },
        { PosixSignal.SIGTSTP, 20 },
        { PosixSignal.SIGTTIN, 21 },
        { PosixSignal.SIGTTOU, 22 },
        { PosixSignal.SIGWINCH, 28 },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_and_the_number_mean_the_same_signal(PosixSignal name, int number)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The numbers are Linux's.");
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            loop.AddSignalHandler(name, static () => { });
            Assert.True(loop.RemoveSignalHandler((PosixSignal)number));
            Assert.False(loop.RemoveSignalHandler(name));
        });
    }

    [Theory]
    [InlineData(9, "cannot be caught")]
    [InlineData(19, "cannot be caught")]
    [InlineData(4, "belongs to the .NET runtime")]
    [InlineData(5, "belongs to the .NET runtime")]
    [InlineData(6, "belongs to the .NET runtime")]
    [InlineData(7, "belongs to the .NET runtime")]
    [InlineData(8, "belongs to the .NET runtime")]
    [InlineData(11, "belongs to the .NET runtime")]
    [InlineData(32, "belongs to the .NET runtime")]
    [InlineData(34, "belongs to the .NET runtime")]
    [InlineData(0, "There is no signal 0")]
    [InlineData(65, "There is no signal 65")]
    public void A_signal_that_no_program_can_handle_is_refused(int number, string why)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The numbers are Linux's.");
        TestLoop.Run(async () =>
        {
            EventLoop loop = GetRunningLoop();
            ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => loop.AddSignalHandler((PosixSignal)number, static () => { }));
            Assert.Contains(why, error.Message);
        });
    }
}
