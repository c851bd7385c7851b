using System.Runtime.InteropServices;

namespace Simmer.Cli.Commands;

/// <summary>Ctrl-C, SIGTERM and SIGHUP: the first is asked to end the run in order, the second ends the process at once.</summary>
internal sealed class Interruptions : IDisposable
{
    internal const int HangUpExit = 129;
    internal const int InterruptExit = 130;
    internal const int TerminateExit = 143;

    private readonly Lock _lock = new();
    private readonly Action _lastWords;
    private readonly PosixSignalRegistration[] _registrations;
    private Action? _handler;

    /// <param name="lastWords">Called before the process ends at once, on another thread.</param>
    internal Interruptions(Action lastWords)
    {
        _lastWords = lastWords;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Handle(signal, InterruptExit)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Handle(signal, TerminateExit)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Handle(signal, HangUpExit)),
        ];
    }

    /// <summary>The exit code of the first signal; null while there was none.</summary>
    internal int? ExitCode { get; private set; }

    /// <summary>Says what the first signal does from now on; it is called on another thread, or here if the signal came already.</summary>
    internal void OnFirst(Action? handler)
    {
        lock (_lock)
        {
            _handler = handler;
            if (ExitCode is not null)
            {
                handler?.Invoke();
            }
        }
    }

    /// <summary>Ends the process with the code of the signal that came.</summary>
    internal void EndAtOnce()
    {
        _lastWords();
        Environment.Exit(ExitCode!.Value);
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Handle(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;
        lock (_lock)
        {
            if (ExitCode is null)
            {
                ExitCode = exitCode;
                _handler?.Invoke();
                return;
            }
        }

        EndAtOnce();
    }
}
