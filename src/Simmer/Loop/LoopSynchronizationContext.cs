using System.Runtime.ExceptionServices;

namespace Simmer;

/// <summary>Brings what .NET code posts to its captured context back to the loop.</summary>
/// <remarks>
/// A task has one of its own while it runs code that calls foreign code: that captures it wherever it awaits, and so goes on on the
/// task's behalf, as after an await of Simmer's. The loop's own has no owner.
/// </remarks>
internal sealed class LoopSynchronizationContext : SynchronizationContext
{
    private readonly EventLoop _loop;
    private readonly LoopTask? _owner;

    internal LoopSynchronizationContext(EventLoop loop, LoopTask? owner = null)
    {
        _loop = loop;
        _owner = owner;
        if (loop.BlockingPolicy != BlockingPolicy.Ignore)
        {
            SetWaitNotificationRequired();
        }
    }

    internal static LoopSynchronizationContext Of(LoopTask owner) =>
        owner.Extras.Synchronization ??= new LoopSynchronizationContext(owner.Loop, owner);

    /// <summary>Foreign code goes on, on behalf of a task if that is not done.</summary>
    /// <returns>The context to go back to.</returns>
    internal static SynchronizationContext? EnterFor(LoopTask? owner, EventLoop loop)
    {
        SynchronizationContext? outer = Current;
        if (owner is { IsDone: false })
        {
            loop.CurrentTask = owner;
            SetSynchronizationContext(Of(owner));
        }
        else
        {
            loop.CurrentTask = null;
        }

        return outer;
    }

    /// <summary>Foreign code has come to its next await.</summary>
    internal static void Leave(SynchronizationContext? outer, EventLoop loop)
    {
        loop.CurrentTask = null;
        SetSynchronizationContext(outer);
    }

    /// <summary>.NET is about to block the thread: for a lock, a task, a thread, a handle.</summary>
    public override int Wait(IntPtr[] waitHandles, bool waitAll, int millisecondsTimeout) =>
        millisecondsTimeout == 0 || !_loop.MindsBlocking
            ? WaitHelper(waitHandles, waitAll, millisecondsTimeout)
            : BlockingWait.Run(_loop, time => WaitHelper(waitHandles, waitAll, time), millisecondsTimeout);

    /// <summary>Queues the callback; a post to a closed loop is dropped, as its continuation has nowhere to run.</summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        // A task's own continuation need not be called to put the task on the ready queue.
        LoopItem item = state is Action { Target: LoopTask task } continuation && task.IsForeignContinuation(continuation)
            ? task : new PostItem(d, state, _owner);
        _loop.EnqueueFromAnywhere(item);
    }

    /// <summary>Runs the callback on the loop and waits for its end, or for that of the loop, which is an error.</summary>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (EventLoop.Current == _loop)
        {
            d(state);
            return;
        }

        var item = new SendItem(d, state);
        if (!_loop.Take(item))
        {
            throw LoopErrors.Closed();
        }

        if (!_loop.EnqueueFromAnywhere(item))
        {
            // The loop closed in between. It has ended the entry, or will not find it any more.
            _loop.Forget(item);
            throw LoopErrors.Closed();
        }

        item.Wait();
    }

    public override SynchronizationContext CreateCopy() => this;

    private sealed class PostItem(SendOrPostCallback callback, object? state, LoopTask? owner) : LoopItem
    {
        internal override void Run(EventLoop loop)
        {
            object? context = null;
            SynchronizationContext? outer = EnterFor(owner, loop);
            try
            {
                callback(state);
            }
            catch (Exception error) when (error is not SystemExitException)
            {
                // An async void method's error comes here.
                loop.CallExceptionHandler(new ExceptionContext($"Exception in {Describe()}") { Exception = error });
            }
            finally
            {
                loop.LeaveContext(ref context);
                Leave(outer, loop);
            }
        }

        internal override string Describe() => MethodNames.OfContinuation(state) is { } method
            ? $"continuation of {method}"
            : $"posted callback {MethodNames.Of(callback)}";
    }

    /// <summary>A callback that the thread which sent it waits for, to its end or that of the loop.</summary>
    private sealed class SendItem(SendOrPostCallback callback, object? state) : LoopItem, IThreadEntry
    {
        private readonly object _gate = new();
        private bool _isDone;
        private ExceptionDispatchInfo? _failure;

        /// <inheritdoc/>
        public void LoopClosed() => End(new InvalidOperationException(
            $"The event loop was closed before it ran the callback {MethodNames.Of(callback)}, which this thread sent to it: it has not run."));

        internal void Wait()
        {
            lock (_gate)
            {
                while (!_isDone)
                {
                    Monitor.Wait(_gate);
                }
            }

            _failure?.Throw();
        }

        internal override void Run(EventLoop loop)
        {
            loop.Forget(this);
            object? context = null;
            try
            {
                callback(state);
                End(null);
            }
            catch (Exception error)
            {
                End(error);
            }
            finally
            {
                loop.LeaveContext(ref context);
            }
        }

        internal override string Describe() => $"sent callback {MethodNames.Of(callback)}";

        private void End(Exception? error)
        {
            lock (_gate)
            {
                _failure = error is null ? null : ExceptionDispatchInfo.Capture(error);
                _isDone = true;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
