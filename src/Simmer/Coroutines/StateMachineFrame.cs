using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>The frame that holds the compiler's state machine.</summary>
[StackTraceHidden]
internal sealed class StateMachineFrame<
    T, [DynamicallyAccessedMembers(Frame.MembersOfMachine)] TStateMachine> : Frame<T>
    where TStateMachine : IAsyncStateMachine
{
    /// <summary>The number of this kind of frame in each loop's pools; the JIT knows it as a constant.</summary>
    private static readonly int s_kind = FramePools.NewKind(typeof(TStateMachine));

    /// <summary>Whether the body awaits what is not Simmer's, and so calls foreign code, which is to know its task when it goes on.</summary>
    private static readonly bool s_awaitsForeign = ForeignAwaits.AreIn(typeof(TStateMachine));

    internal TStateMachine? StateMachine;

    internal override int Kind => s_kind;

    internal override object? Machine => StateMachine;

    [DynamicallyAccessedMembers(Frame.MembersOfMachine)]
    internal override Type MachineType => typeof(TStateMachine);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static StateMachineFrame<T, TStateMachine> Rent()
    {
        EventLoop? loop = EventLoop.Find();
        Frame? frame = loop?.FramePools.Take(s_kind);
        if (frame is null)
        {
            return Make(loop);
        }

        if (frame.Loop != loop)
        {
            frame.Loop = loop;
        }

        return Unsafe.As<StateMachineFrame<T, TStateMachine>>(frame);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static StateMachineFrame<T, TStateMachine> Make(EventLoop? loop)
    {
        if (loop is not null)
        {
            var made = new StateMachineFrame<T, TStateMachine> { Loop = loop };
            loop.OnFrameMade(made);
            return made;
        }

        Frame frame = FramePools.OfThisThread.TakeOut(s_kind) ?? new StateMachineFrame<T, TStateMachine>();
        NeverAwaited.OnMadeOffLoop(frame);
        return Unsafe.As<StateMachineFrame<T, TStateMachine>>(frame);
    }

    internal override void MoveNext()
    {
        if (s_awaitsForeign)
        {
            MoveNextInOwnContext();
        }
        else
        {
            StateMachine!.MoveNext();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MoveNextInOwnContext()
    {
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext own = LoopSynchronizationContext.Of(Loop!.CurrentTask!);
        if (outer == own)
        {
            StateMachine!.MoveNext();
            return;
        }

        SynchronizationContext.SetSynchronizationContext(own);
        try
        {
            StateMachine!.MoveNext();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    internal override void Release()
    {
        Version++;
        StateMachine = default;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            Result = default;
        }

        Link = null;
        State = FrameState.Created;
        Loop?.FramePools.Put(s_kind, this);
    }
}
