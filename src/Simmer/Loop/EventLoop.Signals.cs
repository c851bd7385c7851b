using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>Signals, handled on the loop.</summary>
public sealed partial class EventLoop
{
    private SignalTable? _signals;

    internal SignalTable Signals => _signals ??= new SignalTable(this);

    /// <summary>Has <paramref name="callback"/> called on the loop at each arrival of a signal, instead of the signal's usual effect.</summary>
    /// <param name="signal">The signal. A number that has no name in .NET is cast: <c>(PosixSignal)10</c> is Linux's SIGUSR1.</param>
    /// <param name="callback">The callback; it takes the place of an earlier one of this loop.</param>
    /// <exception cref="ArgumentException">No program can catch the signal, or the .NET runtime needs it itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="InvalidOperationException">The loop is closed, or runs on another thread.</exception>
    /// <exception cref="PlatformNotSupportedException">The system has no such signal.</exception>
    /// <remarks>
    /// <para>The callback runs in a copy of the caller's context. Closing the loop removes it. Several loops may handle one signal:
    /// each is told. .NET hands signals to the loop by threads of its own, so two that come at once may arrive in either order. On Linux
    /// it is called also for a signal that the process was started to ignore, as SIGHUP by <c>nohup</c>.</para>
    /// <para>A handler of <see cref="PosixSignal.SIGINT"/> takes Ctrl-C over: <see cref="Asyncio.Run(Coroutine, RunnerOptions?)"/> cancels
    /// nothing while there is one, and does again once it is removed. <c>loop.add_signal_handler</c>.</para>
    /// </remarks>
    /// <example><code>
    /// var reload = new AsyncEvent();
    /// Asyncio.GetRunningLoop().AddSignalHandler(PosixSignal.SIGHUP, reload.Set);
    /// </code></example>
    public void AddSignalHandler(PosixSignal signal, Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        CheckClosed();
        CheckAccess();
        Signals.SetHandler(signal, new Handle(this, callback, ContextFor(null)));
    }

    /// <summary>Handles a signal no longer: it has its usual effect again.</summary>
    /// <param name="signal">The signal.</param>
    /// <returns>Whether there was a handler. A call of it that is scheduled is dropped.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="InvalidOperationException">The loop runs on another thread.</exception>
    /// <remarks><c>loop.remove_signal_handler</c>.</remarks>
    public bool RemoveSignalHandler(PosixSignal signal)
    {
        CheckAccess();
        return Signals.RemoveHandler(signal);
    }
}
