using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Simmer;

/// <summary>Where a <see cref="Frame"/> is in its life.</summary>
internal enum FrameState : byte
{
    /// <summary>Called, not yet awaited: no line of the body has run.</summary>
    Created,

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
/// <item><see cref="Link"/> has one meaning a state: nothing while Created; the awaiting frame, or the task for a
/// root frame, while Linked; the <see cref="ExceptionDispatchInfo"/> once Threw; the next free frame in the pool.</item>
/// <item><see cref="Version"/> changes when the frame goes back to the pool, so a stale <see cref="Coroutine"/> is
/// told from a fresh one.</item>
/// </list>
/// </remarks>
internal abstract class Frame
{
    internal object? Link;
    internal int Version;

    /// <summary>How many frames lie below this one in the pool; meaningless outside it.</summary>
    internal int PoolDepth;
    internal FrameState State;

    /// <summary>Whether <see cref="Link"/> is the task itself: the frame that the task was made of.</summary>
    internal bool IsRoot;

    /// <summary>Runs the body from where it stands to its next suspension or its end.</summary>
    internal abstract void MoveNext();

    /// <summary>Clears the frame and gives it back to its pool.</summary>
    internal abstract void Release();

    /// <summary>The state machine, boxed if it is a struct: for onlookers, never on the hot path.</summary>
    internal abstract object? Machine { get; }

    /// <summary>The type of the state machine.</summary>
    internal abstract Type MachineType { get; }

    /// <summary>Makes this frame part of the await chain above it.</summary>
    internal void LinkTo(Frame parent)
    {
        Link = parent;
        State = FrameState.Linked;
        IsRoot = false;
    }

    /// <summary>Makes this frame the first of a task's await chain; it is not running yet.</summary>
    internal void LinkTo(LoopTask task)
    {
        Link = task;
        State = FrameState.Linked;
        IsRoot = true;
    }

    /// <summary>Ends the frame with an error and hands control back up the chain.</summary>
    internal void Throw(Exception error)
    {
        object? parent = Link;
        Link = ExceptionDispatchInfo.Capture(error);
        State = FrameState.Threw;
        Finish(parent);
    }

    private protected void Return()
    {
        State = FrameState.Returned;
        Finish(Link);
    }

    private void Finish(object? parent)
    {
        Debug.Assert(parent is Frame or LoopTask, "A running frame is linked to what awaits it.");
        if (IsRoot)
        {
            Unsafe.As<LoopTask>(parent!).RootFinished(this);
        }
        else
        {
            EventLoop.Current!.CurrentTask!.ContinueWith(Unsafe.As<Frame>(parent!));
        }
    }

    /// <summary>Throws what ended this frame, after giving the frame back.</summary>
    internal void Rethrow()
    {
        var error = (ExceptionDispatchInfo)Link!;
        Release();
        error.Throw();
    }
}

/// <summary>A frame whose body returns a <typeparamref name="T"/>.</summary>
internal abstract class Frame<T> : Frame
{
    internal T? Result;

    internal void Return(T result)
    {
        Result = result;
        Return();
    }

    /// <summary>Takes the result of a finished frame, or throws its error; the frame goes back to its pool.</summary>
    internal T TakeResult()
    {
        if (State != FrameState.Returned)
        {
            Rethrow();
        }

        T result = Result!;
        Release();
        return result;
    }
}
