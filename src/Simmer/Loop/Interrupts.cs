using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>Ctrl-C while a main task runs: the first cancels it, the second is left to end the process.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly EventLoop _loop;
    private readonly LoopTask _main;
    private readonly PosixSignalRegistration? _registration;
    private int _count;

    internal Interrupts(EventLoop loop, LoopTask main)
    {
        _loop = loop;
        _main = main;
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
        if (Interlocked.Increment(ref _count) > 1)
        {
            return;
        }

        try
        {
            _loop.CallSoonThreadsafe(() => _main.Cancel());
            context.Cancel = true;
        }
        catch (InvalidOperationException)
        {
            // The loop closed in the meantime: the signal keeps its usual effect.
        }
    }
}
