using System.Runtime.InteropServices;

namespace Simmer.Tests.Support;

/// <summary>Signals to this and other processes, by Linux's numbers.</summary>
internal static partial class Signal
{
    internal const int Interrupt = 2;
    internal const int Kill = 9;
    internal const int User1 = 10;
    internal const int User2 = 12;
    internal const int Terminate = 15;
    internal const int WindowChange = 28;

    internal static void Send(int process, int signal) => Assert.Equal(0, SendSignal(process, signal));

    internal static void Raise(int signal) => Send(Environment.ProcessId, signal);

    /// <summary>Whether there is such a process, or its zombie.</summary>
    internal static bool Exists(int process) => SendSignal(process, 0) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
