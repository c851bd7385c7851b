using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>Signals that this process was started to ignore, as SIGHUP by <c>nohup</c>: .NET takes a handler of one, and goes on ignoring it.</summary>
internal static unsafe class IgnoredSignals
{
    private const nint Ignore = 1;

    /// <summary>Room for the action of a signal, which begins with the handler, of any C library.</summary>
    private const int ActionWords = 32;
    private const int LastRealTime = 64;

    /// <summary>Sees to it that .NET hears of a signal that it has a handler of.</summary>
    internal static void Hear(int number)
    {
        nint* action = stackalloc nint[ActionWords];
        if (!OperatingSystem.IsLinux() || Libc.SignalAction(number, null, action) != 0 || *action != Ignore)
        {
            return;
        }

        // .NET hears all signals in the same way, and the first in any program with a terminal. Each may be ignored itself.
        foreach (PosixSignal heard in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGCONT, PosixSignal.SIGWINCH, (PosixSignal)LastRealTime])
        {
            using PosixSignalRegistration registration = PosixSignalRegistration.Create(heard, static _ => { });
            if (Libc.SignalAction(SignalNumbers.Of(heard), null, action) == 0 && *action != Ignore)
            {
                _ = Libc.SignalAction(number, action, null);
                return;
            }
        }
    }
}
