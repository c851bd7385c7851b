namespace Simmer;

/// <summary>Brings what .NET code posts to its captured context back to the loop.</summary>
internal sealed class LoopSynchronizationContext : SynchronizationContext
{
    private readonly EventLoop _loop;

    internal LoopSynchronizationContext(EventLoop loop)
    {
        _loop = loop;
        if (loop.BlockingPolicy != BlockingPolicy.Ignore)
        {
            SetWaitNotificationRequired();
        }
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
            ? task : new PostItem(d, state);
        _loop.EnqueueFromAnywhere(item);
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (EventLoop.Current == _loop)
        {
            d(state);
            return;
        }

        using var done = new ManualResetEventSlim();
        Exception? failure = null;
        bool accepted = _loop.EnqueueFromAnywhere(new PostItem(
            _ =>
            {
                try
                {
                    d(state);
                }
                catch (Exception error)
                {
                    failure = error;
                }
                finally
                {
                    done.Set();
                }
            },
            null));
        if (!accepted)
        {
            throw LoopErrors.Closed();
        }

        done.Wait();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    private sealed class PostItem(SendOrPostCallback callback, object? state) : LoopItem
    {
        internal override void Run(EventLoop loop)
        {
            object? context = null;
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
            }
        }

        internal override string Describe() => $"posted callback {MethodNames.Of(callback)}";
    }
}
