using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>The numbers that the system knows signals by.</summary>
internal static class SignalNumbers
{
    internal const int Interrupt = 2;
    internal const int Kill = 9;
    internal const int Terminate = 15;

    private const int Highest = 64;
    private const int BrokenPipe = 13;

    /// <summary>The runtime stops its threads with it, to collect garbage.</summary>
    private const int FirstRealTime = 34;

#pragma warning disable CA1416 // The names are only compared with.
    /// <summary>.NET's names, by the numbers of Linux and of other systems.</summary>
    private static readonly Dictionary<PosixSignal, (int Linux, int Other)> s_named = new()
    {
        [PosixSignal.SIGHUP] = (1, 1),
        [PosixSignal.SIGINT] = (Interrupt, Interrupt),
        [PosixSignal.SIGQUIT] = (3, 3),
        [PosixSignal.SIGTERM] = (Terminate, Terminate),
        [PosixSignal.SIGCHLD] = (17, 20),
        [PosixSignal.SIGCONT] = (18, 19),
        [PosixSignal.SIGWINCH] = (28, 28),
        [PosixSignal.SIGTTIN] = (21, 21),
        [PosixSignal.SIGTTOU] = (22, 22),
        [PosixSignal.SIGTSTP] = (20, 18),
    };
#pragma warning restore CA1416

    private static int Stop => OperatingSystem.IsLinux() ? 19 : 17;

    /// <summary>The system's number. .NET's own names are negative; every other value is a number already.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    internal static int Of(PosixSignal signal)
    {
        int number = !s_named.TryGetValue(signal, out (int Linux, int Other) named) ? (int)signal
            : OperatingSystem.IsLinux() ? named.Linux : named.Other;
        return number is > 0 and <= Highest
            ? number
            : throw new ArgumentOutOfRangeException(nameof(signal), signal, $"There is no signal {number}: they are 1 to {Highest}.");
    }

    /// <summary>The number of a signal that a program can handle.</summary>
    /// <exception cref="ArgumentException">No program can catch it, or the runtime needs it itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    internal static int ToHandle(PosixSignal signal)
    {
        int number = Of(signal);
        if (number == Kill || number == Stop)
        {
            throw new ArgumentException($"Signal {number} cannot be caught: the system acts on it by itself.", nameof(signal));
        }

        if (IsRuntimes(number))
        {
            throw new ArgumentException($"Signal {number} belongs to the .NET runtime, which would fail without it.", nameof(signal));
        }

        return number == BrokenPipe
            ? throw new ArgumentException(
                $"Signal {number}, of a broken pipe, never arrives: .NET ignores it. Sending fails with an IOException instead.", nameof(signal))
            : number;
    }

    /// <summary>What a program is told of its own faults by (SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV), and what stops threads.</summary>
    private static bool IsRuntimes(int number) =>
        number is 4 or 5 or 6 or 8 or 11 || (OperatingSystem.IsLinux() ? number is 7 or (>= 32 and <= FirstRealTime) : number == 10);
}
