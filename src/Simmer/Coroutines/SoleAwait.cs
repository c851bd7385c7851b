using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>What awaits a coroutine that is called in the same expression, and so by nobody else: <c>await new SoleAwait(Rest())</c>.</summary>
/// <remarks>
/// <para>Its awaiter keeps the frame alone, 8 bytes, where that of a coroutine keeps a token too, which tells misuse. It is for a rare way
/// out of a coroutine that must be cheap to call.</para>
/// <para>The JIT fills the frame of a call field by field if what no argument fills, the awaiters above all, is 8 bytes at most. Otherwise it
/// copies the state machine from the stack, with four references or more by a helper whose 16-byte loads span fields just written: the
/// processor then waits until all earlier writes are done, which behind a system call are the kernel's: 0.25 µs with many connections.</para>
/// </remarks>
[StackTraceHidden]
internal readonly struct SoleAwait(Coroutine coroutine)
{
    internal SoleAwaiter GetAwaiter() => new(coroutine.Frame!);
}

/// <summary>Awaits a <see cref="SoleAwait"/>. It is one reference, to a frame, which <see cref="Suspension"/> reads.</summary>
[StackTraceHidden]
internal readonly struct SoleAwaiter : ICriticalNotifyCompletion
{
    private readonly Frame _frame;

    internal SoleAwaiter(Frame frame) => _frame = frame;

    public bool IsCompleted => false;

    internal CoroutineAwaiter Whole => new(_frame, _frame.Version);

    public void GetResult()
    {
        // The local in which this awaits is none that coroutines are awaited in.
        _frame.Loop!.LearnSlot(0);
        Whole.GetResult();
    }

    public void OnCompleted(Action continuation) => throw new UnreachableException();

    public void UnsafeOnCompleted(Action continuation) => throw new UnreachableException();
}
