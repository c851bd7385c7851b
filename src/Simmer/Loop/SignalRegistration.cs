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

    private readonly EventLoop _loop;
    private readonly LoopItem _item;
    private readonly PosixSignalRegistration _registration;
    private readonly bool _takesInterrupts;
    private bool _isDisposed;

    internal SignalRegistration(EventLoop loop, PosixSignal signal, LoopItem item)
    {
        _loop = loop;
        _item = item;
        _takesInterrupts = SignalNumbers.ToHandle(signal) == SignalNumbers.Interrupt;
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

        loop.Signals.Add(this);
        loop.ExternalWaits++;
    }

    /// <summary>Whether the program handles Ctrl-C itself.</summary>
    internal static bool TakesInterrupts => Volatile.Read(ref s_interruptTakers) > 0;

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
        }
    }
}
