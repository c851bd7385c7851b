using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>A signal that is brought to a loop: each arrival puts an item on the loop's ready queue.</summary>
/// <remarks>
/// .NET calls back on a thread of its own; whoever is told after the loop has closed leaves the signal its usual effect. While it is
/// registered it counts as one of the loop's <see cref="EventLoop.ExternalWaits"/>.
/// </remarks>
internal sealed class SignalRegistration : IDisposable
{
    /// <summary>How many of the process take Ctrl-C: while one does, a run leaves it alone.</summary>
    private static int s_interruptTakers;

    /// <summary>The signal that one of the handlers took last, on the thread that calls them all in turn.</summary>
    [ThreadStatic]
    private static PosixSignalContext? s_taken;

    private readonly EventLoop _loop;
    private readonly LoopItem _item;
    private readonly PosixSignalRegistration _registration;
    private readonly bool _takesInterrupts;
    private bool _isDisposed;

    internal SignalRegistration(EventLoop loop, PosixSignal signal, LoopItem item)
    {
        _loop = loop;
        _item = item;
        int number = SignalNumbers.ToHandle(signal);
        _takesInterrupts = number == SignalNumbers.Interrupt;
        CountInterrupts(1);
        try
        {
            _registration = PosixSignalRegistration.Create(signal, Handle);
        }
        catch
        {
            CountInterrupts(-1);
            throw;
        }

        IgnoredSignals.Hear(number);
        loop.Signals.Add(this);
        loop.ExternalWaits++;
    }

    /// <summary>Whether the program handles this Ctrl-C itself: its handler may be gone again by the time of this question.</summary>
    internal static bool Takes(PosixSignalContext interrupt) =>
        Volatile.Read(ref s_interruptTakers) > 0 || ReferenceEquals(s_taken, interrupt);

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _registration.Dispose();
            CountInterrupts(-1);
            _loop.Signals.Remove(this);
            _loop.ExternalWaits--;
        }
    }

    private void CountInterrupts(int change)
    {
        if (_takesInterrupts)
        {
            Interlocked.Add(ref s_interruptTakers, change);
        }
    }

    private void Handle(PosixSignalContext context)
    {
        if (_loop.EnqueueFromAnywhere(_item))
        {
            context.Cancel = true;
            s_taken = context;
        }
    }
}
