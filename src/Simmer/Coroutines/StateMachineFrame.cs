using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>The frame that holds the compiler's state machine, with the pool of its kind.</summary>
/// <remarks>
/// The pool is a stack a thread and a state-machine type, so it needs no atomics. A frame is cleared on its way in and
/// carries the depth of the stack below it, which bounds the pool without a counter beside it.
/// </remarks>
internal sealed class StateMachineFrame<T, TStateMachine> : Frame<T>
    where TStateMachine : IAsyncStateMachine
{
    /// <summary>The most frames of one kind that a thread keeps.</summary>
    private const int PoolLimit = 1 << 16;

    [ThreadStatic]
    private static StateMachineFrame<T, TStateMachine>? s_pool;

    internal TStateMachine? StateMachine;

    internal override object? Machine => StateMachine;

    internal override Type MachineType => typeof(TStateMachine);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static StateMachineFrame<T, TStateMachine> Rent()
    {
        StateMachineFrame<T, TStateMachine>? frame = s_pool;
        if (frame is null)
        {
            return new StateMachineFrame<T, TStateMachine>();
        }

        s_pool = Unsafe.As<StateMachineFrame<T, TStateMachine>?>(frame.Link);
        frame.Link = null;
        return frame;
    }

    internal override void MoveNext() => StateMachine!.MoveNext();

    internal override void Release()
    {
        Version++;
        StateMachine = default;
        Result = default;
        State = FrameState.Created;
        StateMachineFrame<T, TStateMachine>? below = s_pool;
        int depth = below is null ? 0 : below.PoolDepth + 1;
        if (depth < PoolLimit)
        {
            PoolDepth = depth;
            Link = below;
            s_pool = this;
        }
        else
        {
            Link = null;
        }
    }
}
