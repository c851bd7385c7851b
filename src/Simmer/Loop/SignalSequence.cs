using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Simmer;

/// <summary>What <see cref="Asyncio.Signals"/> gives: the signals that arrive, for <c>await foreach</c>.</summary>
public sealed class SignalSequence
{
    private readonly PosixSignal[] _signals;

    internal SignalSequence(PosixSignal[] signals) => _signals = signals;

    /// <summary>For <c>await foreach</c>: begins to listen.</summary>
    /// <returns>The enumerator, which listens until it is disposed of.</returns>
    /// <exception cref="InvalidOperationException">No loop runs on this thread.</exception>
    /// <exception cref="PlatformNotSupportedException">The system has no such signal.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SignalEnumerator GetAsyncEnumerator() => new(Asyncio.RunningLoop("listen to signals"), _signals);
}
