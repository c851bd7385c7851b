namespace Simmer;

public sealed partial class EventLoop
{
    private bool _stopping;
    private Exception? _exit;

    /// <summary>What the run ends with; null if it ends when somebody calls <see cref="Stop"/>.</summary>
    internal Future? RunsUntil { get; private set; }

    /// <summary>
    /// In virtual time, how long a loop with nothing left to do waits for a thread that nobody told it of, in milliseconds.
    /// </summary>
    internal int LastChanceMilliseconds { get; set; } = 1000;

    /// <summary>Runs until <see cref="Stop"/> is called.</summary>
    /// <exception cref="BlockingException">The loop was blocked, and the policy is <see cref="Simmer.BlockingPolicy.Throw"/>.</exception>
    /// <exception cref="InvalidOperationException">The loop is closed or runs already, or another runs on this thread.</exception>
    public void RunForever()
    {
        CheckCanRun(null);
        ContextSwitch outerContext = ContextSwitch.Save();
        SynchronizationContext? outerSynchronization = SynchronizationContext.Current;
        RunningThread = Thread.CurrentThread;
        s_current = this;
        EnterStack();
        ChoosePools();
        SynchronizationContext.SetSynchronizationContext(_synchronizationContext);
        ExecutionContext.Restore(BaseContext);
        BeginWatch();
        BlockingException? blocked;
        try
        {
            do
            {
                RunOnce();
            }
            while (!_stopping);
        }
        finally
        {
            _stopping = false;
            CurrentTask = null;

            // A step that an observer's error cut short may have recorded what it was about to wait for.
            SuspensionKind = SuspensionKind.None;
            SuspendedOn = null;
            AwaiterSlot = 0;
            s_current = null;
            LeaveStack();
            _ready.ForgetLastTaken();
            RunningThread = null;
            outerContext.Restore();
            SynchronizationContext.SetSynchronizationContext(outerSynchronization);
            blocked = EndWatch();
        }

        if (blocked is not null)
        {
            throw blocked;
        }
    }

    /// <summary>Runs a coroutine, as a task, to its end.</summary>
    /// <param name="coroutine">The coroutine.</param>
    public void RunUntilComplete(Coroutine coroutine)
    {
        CheckCanRun(coroutine.Close);
        LoopTask task = CreateTask(coroutine);
        task.Extras.IsAwaitedByCaller = true;
        RunUntilDone(task);
    }

    /// <inheritdoc cref="RunUntilComplete(Coroutine)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>What the coroutine returned.</returns>
    public T RunUntilComplete<T>(Coroutine<T> coroutine)
    {
        CheckCanRun(coroutine.Close);
        LoopTask<T> task = CreateTask(coroutine);
        task.Extras.IsAwaitedByCaller = true;
        RunUntilDone(task);
        return task.Result;
    }

    /// <summary>Runs until a future or task is done, and gives its result.</summary>
    /// <param name="future">The future.</param>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Stop"/> was called before it was done: it can be run on.</exception>
    public T RunUntilComplete<T>(IAwaitable<T> future)
    {
        ArgumentNullException.ThrowIfNull(future);
        Future awaited = future.ToFuture(this);
        RunUntilDone(awaited);
        return awaited.ResultAs<T>();
    }

    /// <summary>Runs until a future or task is done.</summary>
    /// <param name="future">The future.</param>
    /// <exception cref="InvalidOperationException"><see cref="Stop"/> was called before it was done: it can be run on.</exception>
    public void RunUntilComplete(IAwaitable future)
    {
        ArgumentNullException.ThrowIfNull(future);
        RunUntilDone(future.ToFuture(this));
    }

    private void RunUntilDone(Future future)
    {
        Action<Future> stop = StopWhenDone;
        Future? outer = RunsUntil;
        future.AddDoneCallback(stop);
        try
        {
            RunsUntil = future;
            RunForever();
        }
        catch
        {
            if (future is LoopTask && future.IsDone)
            {
                // The error that left the loop is the news; the task's own is not lost with it.
                future.MarkRetrieved();
            }

            throw;
        }
        finally
        {
            RunsUntil = outer;
            if (!IsClosed)
            {
                future.RemoveDoneCallback(stop);
            }
        }

        if (!future.IsDone)
        {
            throw new InvalidOperationException("Event loop stopped before the future was done.");
        }

        future.GetResult();
    }

    /// <param name="discard">What to do with the coroutine that will not be run, before the error is thrown.</param>
    private void CheckCanRun(Action? discard)
    {
        Exception? error = IsClosed ? LoopErrors.Closed()
            : RunningThread is not null ? new InvalidOperationException("This event loop is already running.")
            : s_current is not null ? new InvalidOperationException(
                "Cannot run the event loop while another loop is running on this thread. "
                + "Inside a coroutine, await instead of calling Run.")
            : null;
        if (error is not null)
        {
            discard?.Invoke();
            throw error;
        }
    }

    /// <summary>Ends <see cref="RunForever"/> after the iteration that runs now.</summary>
    public void Stop()
    {
        CheckAccess();
        _stopping = true;
    }

    /// <summary>Has <paramref name="error"/> leave the loop after the step that runs now.</summary>
    internal void Exit(Exception error) => _exit = error;

    internal void ThrowIfExiting()
    {
        if (_exit is { } error)
        {
            _exit = null;
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        }
    }

    private void StopWhenDone(Future future)
    {
        if (future.PeekError() is not SystemExitException)
        {
            Stop();
        }
    }

    private void RunOnce()
    {
        Iterations++;
        RestoreSynchronizationContext();
        if (_ready.Count == 0 && !_stopping && !_inbox.HasItems)
        {
            WaitForWork();
        }
        else if (_poller is { } poller && poller.IsPollDue(_ready.Count))
        {
            poller.Poll(0);
        }

        if (_inbox.HasItems)
        {
            foreach (LoopItem item in _inbox.TakeAll())
            {
                Accept(item);
            }
        }

        if (Timers.EntryCount > 0)
        {
            TakeDueTimers();
        }

        if (_policy is not null || Debug)
        {
            RunReadySpecially();
            return;
        }

        // The steps of tasks that a poll brought make system calls, which push out of the caches what the next steps need.
        bool foresees = _poller is { HasBroughtMany: true };
        for (int count = _ready.Count; count > 0; count--)
        {
            LoopItem item = _ready.Dequeue();
            if (foresees)
            {
                _ready.Foresee();
            }

            item.Run(this);
        }
    }

    /// <summary>Runs what is ready in the policy's order, and in debug mode with an eye on the time.</summary>
    private void RunReadySpecially()
    {
        if (_cancelled.Count > 0)
        {
            ReportOutlivedCancellations();
        }

        for (int count = _ready.Count; count > 0; count--)
        {
            int choice = _policy?.Choose(count) ?? 0;
            if ((uint)choice >= (uint)count)
            {
                throw new InvalidOperationException($"{_policy!.GetType().Name} chose item {choice} of {count}.");
            }

            _ready.BringForward(choice);
            LoopItem item = _ready.Dequeue();
            if (Debug)
            {
                RunTimed(item);
            }
            else
            {
                item.Run(this);
            }
        }
    }

    /// <summary>
    /// Code that sets another context and does not set it back has it to the end of the iteration at most: to look after each
    /// step costs a yield a tenth of its time.
    /// </summary>
    private void RestoreSynchronizationContext()
    {
        if (SynchronizationContext.Current != _synchronizationContext)
        {
            SynchronizationContext.SetSynchronizationContext(_synchronizationContext);
        }
    }

    private void TakeDueTimers()
    {
        // One reading an iteration: a timer that falls due while these are taken waits for the next.
        long now = _clock.GetTimestamp();
        while (Timers.TakeDue(now) is { } item)
        {
            if (item is LoopTask task)
            {
                task.TimerDue();
            }
            else if (item is TimerHandle handle && handle.When > _reached)
            {
                _reached = handle.When;
            }

            _ready.Enqueue(item);
        }
    }

    private void WaitForWork()
    {
        Failures.ReportUnreachable(this);
        FramePools.Trim();
        _ready.ForgetLastTaken();
        if (_ready.Count > 0 || _stopping)
        {
            return;
        }

        // A sleep for ever sets no time, nor does a virtual clock reach its end.
        long? deadline = Timers.NextDeadline is { } next and not long.MaxValue ? next : null;
        if (_idleClock is not null)
        {
            WaitInVirtualTime(_idleClock, deadline);
            return;
        }

        Onlooker?.Idle();
        if (_cancelled.Count > 0 && NextGraceOver is { } over && over < (deadline ?? long.MaxValue))
        {
            deadline = over;
        }

        if (deadline is null)
        {
            RestWithoutTimer();
        }
        else
        {
            Rest(NanosecondsUntil(deadline.Value));
        }
    }

    /// <summary>
    /// Virtual time: goes on to the next timer, but for work outside the loop the loop really waits. Calls on threads are
    /// known to be outside. Of a foreign wait nobody can say what ends it, and of a socket nobody knows whether its peer is about to
    /// speak: unless foreign code in turn awaits the loop, they are given a moment of real time.
    /// </summary>
    private void WaitInVirtualTime(IIdleClock clock, long? deadline)
    {
        const long Moment = 50 * 1_000_000;
        Onlooker?.Idle();
        bool waitsOutside = ForeignWaits > Bridges || ExternalWaits > 0;
        if (ThreadCalls > 0)
        {
            Rest(ForEver);
        }
        else if (deadline is { } next)
        {
            if (waitsOutside)
            {
                Rest(Moment);
            }

            if (!_inbox.HasItems && _ready.Count == 0)
            {
                clock.AdvanceTo(next);
            }
        }
        else
        {
            if (NothingIsOutside && Guards.Deadlocks)
            {
                Deadlocks.Check(this);
            }

            Rest(waitsOutside ? ForEver : LastChanceMilliseconds * 1_000_000L);
            if (!waitsOutside && !_inbox.HasItems && _ready.Count == 0)
            {
                throw Deadlocks.Standstill(this);
            }
        }
    }

    private long NanosecondsUntil(long deadline)
    {
        long left = deadline - _clock.GetTimestamp();
        if (left <= 0)
        {
            return 0;
        }

        // Rounded up: a timer is never early.
        return _frequency == 1_000_000_000 ? left : (long)Math.Min(Math.Ceiling(left * (1e9 / _frequency)), long.MaxValue / 2);
    }
}
