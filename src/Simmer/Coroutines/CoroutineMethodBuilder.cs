using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>What the compiler uses to build <c>async Coroutine</c> methods. Not for direct use.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StackTraceHidden]
public struct CoroutineMethodBuilder
{
    private Frame<Nothing> _frame;

    /// <summary>The coroutine of the call.</summary>
    public readonly Coroutine Task => new(_frame, _frame.Version);

    /// <summary>Makes the builder of one call.</summary>
    /// <returns>An empty builder.</returns>
    public static CoroutineMethodBuilder Create() => default;

    /// <summary>Boxes the state machine and runs none of it: a coroutine is inert.</summary>
    /// <typeparam name="TStateMachine">The compiler's state machine.</typeparam>
    /// <param name="stateMachine">The state machine of the call.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Start<[DynamicallyAccessedMembers(Frame.MembersOfMachine)] TStateMachine>(
        ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        StateMachineFrame<Nothing, TStateMachine> frame = StateMachineFrame<Nothing, TStateMachine>.Rent();

        // This builder is a field of the struct that is copied next: it must know the frame before it is copied.
        _frame = frame;
        frame.StateMachine = stateMachine;
    }

    /// <summary>Required by the compiler's contract; never called.</summary>
    /// <param name="stateMachine">A boxed state machine.</param>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => _ = stateMachine;

    /// <summary>The body returned.</summary>
    public readonly void SetResult() => _frame.Return(default);

    /// <summary>The body threw.</summary>
    /// <param name="exception">What it threw.</param>
    public readonly void SetException(Exception exception) => _frame.Throw(exception);

    /// <summary>The body awaits something that is not done.</summary>
    /// <typeparam name="TAwaiter">The awaiter.</typeparam>
    /// <typeparam name="TStateMachine">The state machine.</typeparam>
    /// <param name="awaiter">The awaiter.</param>
    /// <param name="stateMachine">The state machine.</param>
    public readonly void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => Suspension.Await(ref awaiter, _frame);

    /// <summary>The body awaits something that is not done.</summary>
    /// <typeparam name="TAwaiter">The awaiter.</typeparam>
    /// <typeparam name="TStateMachine">The state machine.</typeparam>
    /// <param name="awaiter">The awaiter.</param>
    /// <param name="stateMachine">The state machine.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => Suspension.Await(ref awaiter, _frame);
}
