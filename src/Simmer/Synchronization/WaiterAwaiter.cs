using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>Awaits a <see cref="Waiter"/>: like the await of a future, but cleans up before it throws.</summary>
/// <remarks>
/// The primitives could as well write try and finally around each wait; this way it stands in one place, and their
/// coroutines have smaller state machines.
/// </remarks>
[StackTraceHidden]
internal readonly struct WaiterAwaiter : ICriticalNotifyCompletion, IFutureAwaiter
{
    // The one field, as in FutureAwaiter: the loop suspends a task on either by the same code.
    private readonly Future _waiter;

    internal WaiterAwaiter(Waiter waiter) => _waiter = waiter;

    public bool IsCompleted => _waiter.IsDone;

    public void GetResult()
    {
        bool served = false;
        try
        {
            EventLoop.ThrowInjected();
            _waiter.GetResult();
            served = true;
        }
        finally
        {
            Unsafe.As<Waiter>(_waiter).End(cancelled: !served);
        }
    }

    public void OnCompleted(Action continuation) => FutureBridge.Start(_waiter, continuation, flowContext: true);

    public void UnsafeOnCompleted(Action continuation) => FutureBridge.Start(_waiter, continuation, flowContext: false);
}
