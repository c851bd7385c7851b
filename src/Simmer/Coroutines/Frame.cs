using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Simmer;

/// <summary>Where a <see cref="Frame"/> is in its life.</summary>
internal enum FrameState : byte
{
    /// <summary>Called, not yet awaited: no line of the body has run.</summary>
    Created,

    /// <summary>Begun where it is awaited, on its awaiter's stack, and running.</summary>
    Begun,

    /// <summary>Begun and suspended: what awaits it is about to be known.</summary>
    Adrift,

    /// <summary>Part of a task's await chain, running or suspended.</summary>
    Linked,

    /// <summary>The body returned; the result waits for the awaiter.</summary>
    Returned,

    /// <summary>The body threw; <see cref="Frame.Link"/> holds the error.</summary>
    Threw,
}

/// <summary>
/// One call of a coroutine method: the box of its state machine and a link of its task's await chain.
/// </summary>
/// <remarks>
/// Invariants:
/// <list type="bullet">
/// <item>A frame belongs to one thread at a time; only the loop that steps its task touches it.</item>
/// <item><see cref="Link"/> has one meaning a state: nothing while Created, Begun or Adrift; the awaiting frame, or the task for a
/// root frame, while Linked; the <see cref="ExceptionDispatchInfo"/> once Threw; the next free frame in the pool.</item>
/// <item><see cref="Version"/> changes when the frame goes back to the pool, so a stale <see cref="Coroutine"/> is
/// told from a fresh one.</item>
/// </list>
/// </remarks>
[StackTraceHidden]
internal abstract class Frame
{
    /// <summary>What is read of state machines by their type: the state, and which awaiters there are.</summary>
    internal const DynamicallyAccessedMemberTypes MembersOfMachine =
        DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields;

    internal object? Link;

    /// <summary>The loop that the frame runs on, once it is known: a frame made outside a loop learns it when it is begun.</summary>
    internal EventLoop? Loop;

    /// <summary>As short as that of .NET's value-task sources: it tells misuse, it does not identify.</summary>
    internal ushort Version;
    internal FrameState State;

    /// <summary>Whether this is the frame that its task was made of.</summary>
    internal bool IsRoot => Link is LoopTask;

    /// <summary>Runs the body from where it stands to its next suspension or its end.</summary>
    internal abstract void MoveNext();

    /// <summary>Clears the frame and gives it back to its pool.</summary>
    internal abstract void Release();

    /// <summary>The number of this kind of frame in the pools.</summary>
    internal abstract int Kind { get; }

    /// <summary>The state machine, boxed if it is a struct: for onlookers, never on the hot path.</summary>
    internal abstract object? Machine { get; }

    /// <summary>The type of the state machine.</summary>
    [DynamicallyAccessedMembers(MembersOfMachine)]
    internal abstract Type MachineType { get; }

    /// <summary>Makes this frame part of the await chain: under the frame that awaits it, or first under its task.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void LinkTo(object parent, EventLoop loop)
    {
        if (Loop != loop)
        {
            loop.Adopt(this);
        }

        Link = parent;
        State = FrameState.Linked;
    }

    /// <summary>
    /// Begins a fresh coroutine on its awaiter's stack, so that one which does not suspend costs its awaiter no
    /// suspension. Its own suspension is only recorded; the step loop acts on it once the stack has unwound.
    /// </summary>
    /// <param name="token">The coroutine's token.</param>
    /// <param name="awaiter">
    /// The address of the awaiter. If it is <see cref="EventLoop.AwaiterSlot"/>, the running frame awaits, and not foreign code
    /// that it has called, which must get a task for the coroutine before its first line runs.
    /// </param>
    /// <returns>Whether it has ended.</returns>
    internal bool TryFinishNow(long token, nuint awaiter)
    {
        if (State != FrameState.Created || Version != token || Loop is not { } loop || loop.AwaiterSlot != awaiter)
        {
            return false;
        }

        State = FrameState.Begun;
        MoveNext();
        if (State >= FrameState.Returned)
        {
            return true;
        }

        State = FrameState.Adrift;
        return false;
    }

    /// <summary>Ends the frame with an error and hands control back up the chain.</summary>
    internal void Throw(Exception error)
    {
        object? parent = Link;
        Link = Loop!.CaptureError(error);
        State = FrameState.Threw;
        Finish(parent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void Return()
    {
        State = FrameState.Returned;
        Finish(Link);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(object? parent)
    {
        if (parent is null)
        {
            // Begun, and never suspended: the awaiter's IsCompleted is about to tell.
            return;
        }

        // Frames run in a step of their task only.
        EventLoop loop = Loop!;
        LoopTask task = loop.CurrentTask!;
        if (ReferenceEquals(parent, task))
        {
            task.RootFinished(this);
        }
        else
        {
            task.ContinueWith(Unsafe.As<Frame>(parent));
            loop.AwaiterSlot = loop.SlotOfResumed;
        }
    }

    /// <summary>Throws what ended this frame, after giving the frame back.</summary>
    internal void Rethrow()
    {
        var error = (ExceptionDispatchInfo)Link!;
        EventLoop loop = Loop!;
        loop.PassOn(error);
        if (loop.AwaiterSlot == EventLoop.NextResultTells)
        {
            loop.AwaiterSlot = 0;
        }

        Release();
        error.Throw();
    }
}

/// <summary>A frame whose body returns a <typeparamref name="T"/>.</summary>
internal abstract class Frame<T> : Frame
{
    internal T? Result;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Return(T result)
    {
        Result = result;
        Return();
    }
}
