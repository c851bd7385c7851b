using System.Runtime.CompilerServices;

namespace Simmer;

public partial class LoopTask
{
    internal sealed override void Run(EventLoop loop)
    {
        if (Wait == WaitKind.TimerDue)
        {
            TimerCallback(loop);
        }
        else if ((_flags & TaskFlags.StaleTimer) != 0)
        {
            _flags &= ~TaskFlags.StaleTimer;
        }
        else
        {
            loop.CurrentTask = this;
            Step(loop);
            loop.CurrentTask = null;
            loop.ThrowIfExiting();
        }
    }

    /// <summary>
    /// The trampoline: runs the leaf frame, then whichever frame is next, until the task suspends or ends. No frame
    /// ever runs on top of another, so the stack stays flat at any depth of awaits.
    /// </summary>
    private void Step(EventLoop loop)
    {
        if (loop.Onlooker is { } onlooker)
        {
            StepInSight(loop, onlooker);
            return;
        }

        EventLoop.EnterContext(OwnContext);
        if (ReadyToRun(loop))
        {
            _flags |= TaskFlags.Started | TaskFlags.Continues;
            RunFrames(loop);
        }

        loop.LeaveContext(ref OwnContext);
    }

    private void StepInSight(EventLoop loop, LoopObserver onlooker)
    {
        EventLoop.EnterContext(OwnContext);
        onlooker.StepBegun(this);
        if (ReadyToRun(loop))
        {
            _flags |= TaskFlags.Started | TaskFlags.Continues;
            if (loop.Debug)
            {
                RunFramesInDebugMode(loop);
            }
            else
            {
                RunFrames(loop);
            }
        }

        loop.Onlooker?.StepEnded(this);
        loop.LeaveContext(ref OwnContext);
    }

    private void RunFrames(EventLoop loop)
    {
        do
        {
            while ((_flags & TaskFlags.Continues) != 0)
            {
                _flags &= ~TaskFlags.Continues;
                _frame!.MoveNext();
            }

            loop.AwaiterSlot = 0;

            if (loop.SuspensionKind != SuspensionKind.None)
            {
                Commit(loop);
            }
        }
        while ((_flags & TaskFlags.Continues) != 0);
    }

    /// <summary><see cref="RunFrames"/>, and keeps for the watchdog at which await each frame goes on.</summary>
    private void RunFramesInDebugMode(EventLoop loop)
    {
        do
        {
            while ((_flags & TaskFlags.Continues) != 0)
            {
                _flags &= ~TaskFlags.Continues;
                Frame frame = _frame!;
                loop.RunningState = SourceLines.StateOf(frame) ?? -1;
                loop.RunningFrame = frame;
                frame.MoveNext();
                loop.RunningFrame = null;
            }

            if (loop.SuspensionKind != SuspensionKind.None)
            {
                Commit(loop);
            }
        }
        while ((_flags & TaskFlags.Continues) != 0);
    }

    /// <summary>Settles what the step throws into the coroutine; false if that ends a task that never started.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ReadyToRun(EventLoop loop)
    {
        if ((_flags & (TaskFlags.MustCancel | TaskFlags.Injects)) == 0 && Wait == WaitKind.None)
        {
            _waiting = null;
            return true;
        }

        return ReadyToRunSlowly(loop);
    }

    private bool ReadyToRunSlowly(EventLoop loop)
    {
        bool foreign = Wait == WaitKind.Foreign;
        object? waited = _waiting;
        Wait = WaitKind.None;
        _waiting = null;
        _flags &= ~TaskFlags.ForeignDone;
        Exception? error = null;
        if ((_flags & TaskFlags.Injects) != 0)
        {
            _flags &= ~TaskFlags.Injects;
            error = (Exception)waited!;
        }

        if ((_flags & TaskFlags.MustCancel) != 0)
        {
            if (foreign)
            {
                // A foreign awaiter's result cannot be replaced by our exception: the request waits for the next await
                // of Simmer's own, unless the foreign task has delivered it already, by the token.
                if (ForeignAwaits.EndedCancelled(waited))
                {
                    CancelDelivered();
                }

                return true;
            }

            CancelDelivered();
            if (waited is Future future && (future.IsCancelled || future.PeekError() is CancelledException))
            {
                return true;
            }

            error = error as CancelledException ?? NewCancelledException();
        }

        if (error is null)
        {
            return true;
        }

        if ((_flags & TaskFlags.Started) == 0)
        {
            _frame!.Throw(error);
            return false;
        }

        loop.Inject(error);
        return true;
    }

    /// <summary>Goes on with a child that is awaited.</summary>
    internal void ContinueWithChild(Frame frame)
    {
        SetLeaf(frame);
        _flags |= TaskFlags.Continues;
        Loop.AwaiterSlot = 0;
    }

    /// <summary>Goes on with a frame whose child has ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ContinueWith(Frame frame)
    {
        _frame = frame;
        _flags |= TaskFlags.Continues;
    }

    /// <summary>Records what the running task suspends on; <see cref="Commit"/> acts on it.</summary>
    internal void Suspend(Frame frame, SuspensionKind kind, object? on)
    {
        EventLoop loop = Loop;
        SetLeaf(frame);
        loop.SuspensionKind = kind;
        loop.SuspendedOn = on;
    }

    /// <inheritdoc cref="Suspend"/>
    internal void SuspendForSleep(Frame frame, double seconds)
    {
        EventLoop loop = Loop;
        SetLeaf(frame);
        if (seconds <= 0)
        {
            loop.SuspensionKind = SuspensionKind.Yield;
        }
        else
        {
            loop.SuspensionKind = SuspensionKind.Sleep;
            loop.SleepSeconds = seconds;
        }
    }

    /// <summary>
    /// Whether a suspension is recorded. A frame that was begun has one until the stack unwinds; one that was begun by hand,
    /// by asking its awaiter, and left alone has lost it.
    /// </summary>
    internal bool IsAboutToSuspend => Loop.SuspensionKind != SuspensionKind.None || (_flags & TaskFlags.Continues) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetLeaf(Frame frame)
    {
        if (_frame != frame)
        {
            _frame = frame;
        }
    }

    /// <summary>Suspends the task on what was recorded.</summary>
    private void Commit(EventLoop loop)
    {
        SuspensionKind kind = loop.SuspensionKind;
        loop.SuspensionKind = SuspensionKind.None;
        if (kind == SuspensionKind.Yield)
        {
            loop.Enqueue(this);
            loop.Onlooker?.Suspended(this, null);
        }
        else if (kind == SuspensionKind.Sleep)
        {
            Sleep(loop);
        }
        else
        {
            object on = loop.SuspendedOn!;
            loop.SuspendedOn = null;
            if (kind == SuspensionKind.Future)
            {
                WaitFor(Unsafe.As<Future>(on), loop);
            }
            else if (kind == SuspensionKind.Foreign)
            {
                WaitForForeign(on, loop);
            }
            else
            {
                loop.Inject((Exception)on);
                _flags |= TaskFlags.Continues;
            }
        }
    }

    private void WaitFor(Future future, EventLoop loop)
    {
        if (future.Loop != loop || future == this)
        {
            FailAwait(
                future == this
                    ? new InvalidOperationException($"{this} cannot await itself: it would never end.")
                    : LoopErrors.OtherLoop(future, loop),
                loop);
            return;
        }

        _waiting = future;
        future.AddWaiter(this);
        loop.Onlooker?.Suspended(this, future);
        if ((_flags & TaskFlags.MustCancel) != 0 && future.Cancel(ExtrasOrNull?.CancelMessage))
        {
            CancelDelivered();
        }
    }

    /// <summary>Has the await at which the task stands throw, in the next iteration.</summary>
    private void FailAwait(Exception error, EventLoop loop)
    {
        _waiting = error;
        _flags |= TaskFlags.Injects;
        loop.Enqueue(this);
    }

    private void Sleep(EventLoop loop)
    {
        Wait = WaitKind.Timer;
        loop.Timers.Add(loop.DeadlineAfter(loop.SleepSeconds), this);
        loop.Onlooker?.Suspended(this, SleepMarker.Instance);
        if ((_flags & TaskFlags.MustCancel) != 0)
        {
            CancelDelivered();
            CancelSleep(ExtrasOrNull?.CancelMessage);
        }
    }

    /// <summary>Puts the due sleeper on the ready queue, as what its timer calls.</summary>
    internal void TimerDue() => Wait = WaitKind.TimerDue;

    private void TimerCallback(EventLoop loop)
    {
        // asyncio's sleep waits for a future that a timer callback completes: the step comes one iteration after the
        // callback, behind what was queued by then.
        Wait = WaitKind.None;
        loop.Onlooker?.Woken(this, SleepMarker.Instance);
        loop.Enqueue(this);
    }

    private void WaitForForeign(object wait, EventLoop loop)
    {
        _waiting = wait;
        Wait = WaitKind.Foreign;
        loop.ForeignWaits++;
        loop.Onlooker?.Suspended(this, wait);
        try
        {
            ForeignAwaits.Register(wait, Extras.ForeignContinuation ??= ForeignCompleted);
            if ((_flags & TaskFlags.MustCancel) != 0)
            {
                CancelOwnedCalls(ExtrasOrNull?.CancelMessage, forScope: !Extras.RequestPending);
            }
        }
        catch (Exception error)
        {
            // The awaiter refused the continuation: the coroutine cannot go on from here, so its frame ends with that.
            if (AcceptForeign())
            {
                Wait = WaitKind.None;
                _flags &= ~TaskFlags.ForeignDone;
                _frame!.Throw(error);
            }
        }
    }

    /// <summary>Whether this is what <see cref="ForeignCompleted"/> was given to awaiters as.</summary>
    internal bool IsForeignContinuation(Action continuation) =>
        ReferenceEquals(ExtrasOrNull?.ForeignContinuation, continuation);

    /// <summary>What foreign awaiters call, on any thread.</summary>
    private void ForeignCompleted() => Loop.EnqueueFromAnywhere(this);

    /// <summary>The loop took the task from a foreign completion; false if it was not waiting for one.</summary>
    internal bool AcceptForeign()
    {
        if (Wait != WaitKind.Foreign || (_flags & TaskFlags.ForeignDone) != 0)
        {
            return false;
        }

        _flags |= TaskFlags.ForeignDone;
        Loop.ForeignWaits--;
        if ((_flags & TaskFlags.MustCancel) != 0 && Loop.ContinuingBridge is { BringsCancellation: true })
        {
            CancelDelivered();
        }

        Loop.Onlooker?.Woken(this, _waiting);
        return true;
    }
}
