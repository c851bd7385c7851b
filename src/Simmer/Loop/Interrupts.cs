using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>Ctrl-C during a run: the first cancels what runs, the second is left to end the process.</summary>
/// <remarks>A program that handles the signal itself, on any loop, takes it over meanwhile.</remarks>
internal sealed class Interrupts : IDisposable
{
    private readonly Action _cancel;
    private readonly PosixSignalRegistration? _registration;
    private int _count;

    /// <param name="cancel">Called on the runtime's signal thread.</param>
    internal Interrupts(Action cancel)
    {
        _cancel = cancel;
        try
        {
            _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        }
        catch (PlatformNotSupportedException)
        {
            // A platform without signals (a browser, a phone) has no Ctrl-C to handle.
        }
    }

    /// <summary>Whether Ctrl-C was pressed.</summary>
    internal bool Any => Volatile.Read(ref _count) > 0;

    public void Dispose() => _registration?.Dispose();

    /// <summary>Called on the runtime's signal thread.</summary>
    private void Handle(PosixSignalContext context)
    {
        if (SignalRegistration.Takes(context) || Interlocked.Increment(ref _count) > 1)
        {
            return;
        }

        try
        {
            _cancel();
            context.Cancel = true;
        }
        catch (InvalidOperationException)
        {
            // The loop closed in the meantime: the signal keeps its usual effect.
        }
    }
}
