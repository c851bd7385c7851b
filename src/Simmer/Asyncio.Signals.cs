using System.Runtime.InteropServices;

namespace Simmer;

public static partial class Asyncio
{
    /// <summary>The signals that arrive, one after another, for <c>await foreach</c>: instead of their usual effect.</summary>
    /// <param name="signals">The signals. A number that has no name in .NET is cast: <c>(PosixSignal)10</c> is Linux's SIGUSR1.</param>
    /// <returns>A sequence without an end: it listens from the beginning of the <c>await foreach</c> to its end.</returns>
    /// <exception cref="ArgumentException">
    /// There is none among them, or one that no program can catch or that the .NET runtime needs itself.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <remarks>
    /// <para>What comes while the body of the loop is at work waits, each signal once, however often it came: a signal says that something
    /// happened, not how often. Several sequences and handlers may listen to one signal; each is told.</para>
    /// <para>Listening to <see cref="PosixSignal.SIGINT"/> takes Ctrl-C over from <see cref="Run(Coroutine, RunnerOptions?)"/> meanwhile.
    /// Cancel safety: cancelled, it has taken no signal.</para>
    /// </remarks>
    /// <example><code>
    /// await foreach (PosixSignal signal in Asyncio.Signals(PosixSignal.SIGHUP, PosixSignal.SIGTERM))
    /// {
    ///     if (signal == PosixSignal.SIGTERM)
    ///     {
    ///         break;
    ///     }
    ///
    ///     Reload();
    /// }
    /// </code></example>
    public static SignalSequence Signals(params PosixSignal[] signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        if (signals.Length == 0)
        {
            throw new ArgumentException("Name at least one signal: the sequence would wait for ever.", nameof(signals));
        }

        foreach (PosixSignal signal in signals)
        {
            SignalNumbers.ToHandle(signal);
        }

        return new SignalSequence([.. signals]);
    }
}
