namespace Simmer;

/// <summary>The coroutines behind <see cref="Asyncio.Wait{TFuture}(IEnumerable{TFuture}, Delay?, ReturnWhen)"/> and <c>WaitFor</c>.</summary>
internal static class Waiting
{
    internal static async Coroutine<WaitResult<TFuture>> Wait<TFuture>(
        HashSet<TFuture> futures, Delay? timeout, ReturnWhen returnWhen)
        where TFuture : Future
    {
        EventLoop loop = Asyncio.GetRunningLoop();
        foreach (TFuture future in futures)
        {
            LoopErrors.ThrowIfOtherLoop(future, loop);
        }

        var waiter = new JoinFuture(loop, futures);
        var counter = new Countdown(waiter, futures.Count, returnWhen);
        if (timeout is { } delay)
        {
            counter.Timer = loop.CallLater(delay, () => waiter.TrySetResult(default));
        }

        var callbacks = new List<(TFuture Future, LoopItem Callback)>(futures.Count);
        foreach (TFuture future in futures)
        {
            var callback = new Counted(counter, future);
            callbacks.Add((future, callback));
            future.AddWaiter(callback);
        }

        try
        {
            await waiter;
        }
        finally
        {
            counter.Timer?.Cancel();
            foreach ((TFuture future, LoopItem callback) in callbacks)
            {
                future.RemoveWaiter(callback);
            }
        }

        var done = new HashSet<TFuture>();
        var pending = new HashSet<TFuture>();
        foreach (TFuture future in futures)
        {
            (future.IsDone ? done : pending).Add(future);
        }

        return new WaitResult<TFuture>(done, pending);
    }

    /// <summary>Waits for .NET tasks by the futures that follow them.</summary>
    internal static async Coroutine<WaitResult<TTask>> WaitForTasks<TTask>(
        Dictionary<Future, TTask> tasks, Coroutine<WaitResult<Future>> wait)
        where TTask : Task
    {
        try
        {
            (IReadOnlySet<Future> done, IReadOnlySet<Future> pending) = await wait;
            return new WaitResult<TTask>(Of(done), Of(pending));
        }
        finally
        {
            // They follow no longer, and their errors are the tasks' own.
            foreach (Future future in tasks.Keys)
            {
                future.Cancel();
            }
        }

        HashSet<TTask> Of(IEnumerable<Future> futures) => [.. futures.Select(future => tasks[future])];
    }

    internal static async Coroutine<T> WaitFor<T>(Coroutine<T> coroutine, Delay? timeout)
    {
        TimeoutScope scope = TimeoutScope.Enter(timeout);
        try
        {
            T result = await coroutine;
            scope.Exit();
            return result;
        }
        catch (Exception error) when (scope.Exit(error) is { } timedOut)
        {
            throw timedOut;
        }
    }

    internal static async Coroutine WaitFor(Coroutine coroutine, Delay? timeout)
    {
        TimeoutScope scope = TimeoutScope.Enter(timeout);
        try
        {
            await coroutine;
            scope.Exit();
        }
        catch (Exception error) when (scope.Exit(error) is { } timedOut)
        {
            throw timedOut;
        }
    }

    internal static async Coroutine<T> WaitFor<T>(Future future, Delay? timeout)
    {
        TimeoutScope scope = TimeoutScope.Enter(timeout);
        try
        {
            await future;
            scope.Exit();
            return future.ResultAs<T>();
        }
        catch (Exception error) when (scope.Exit(error) is { } timedOut)
        {
            throw timedOut;
        }
    }

    internal static async Coroutine WaitFor(Future future, Delay? timeout)
    {
        TimeoutScope scope = TimeoutScope.Enter(timeout);
        try
        {
            await future;
            scope.Exit();
        }
        catch (Exception error) when (scope.Exit(error) is { } timedOut)
        {
            throw timedOut;
        }
    }

    // The task is made here and not by the caller: a coroutine that is not awaited yet is inert.
    internal static async Coroutine<T> WaitForNothing<T>(Coroutine<T> coroutine) =>
        await WaitForNothing<T>(Asyncio.GetRunningLoop().CreateTask(coroutine));

    internal static async Coroutine WaitForNothing(Coroutine coroutine) =>
        await WaitForNothing(Asyncio.GetRunningLoop().CreateTask(coroutine));

    /// <summary>A wait for no time at all: the result if it is there, else cancel and wait for the end.</summary>
    internal static async Coroutine<T> WaitForNothing<T>(Future future)
    {
        await WaitForNothing(future);
        return future.ResultAs<T>();
    }

    internal static async Coroutine WaitForNothing(Future future)
    {
        LoopErrors.ThrowIfOtherLoop(future, Asyncio.RunningLoop("wait"));
        if (future.IsDone)
        {
            future.GetResult();
            return;
        }

        await CancelAndWait(future);
        try
        {
            future.GetResult();
        }
        catch (CancelledException cancelled)
        {
            throw TimeoutScope.TimedOut(cancelled);
        }
    }

    private static async Coroutine CancelAndWait(Future future)
    {
        var waiter = new Future<Nothing>(future.Loop);
        Action<Future> release = _ => waiter.TrySetResult(default);
        future.AddDoneCallback(release);
        try
        {
            future.Cancel();
            await waiter;
        }
        finally
        {
            future.RemoveDoneCallback(release);
        }
    }

    private sealed class Countdown(Future<Nothing> waiter, int count, ReturnWhen returnWhen)
    {
        private int _count = count;

        internal TimerHandle? Timer { get; set; }

        /// <summary>The task that waits; the future in between is no news.</summary>
        internal Future? Waiter { get; } = waiter.Loop.CurrentTask;

        internal void OnDone(Future future)
        {
            _count--;
            if (_count <= 0 || returnWhen == ReturnWhen.FirstCompleted || (returnWhen == ReturnWhen.FirstException && Failed(future)))
            {
                Timer?.Cancel();
                waiter.TrySetResult(default);
            }
        }

        private static bool Failed(Future future) => !future.IsCancelled && future.Exception is not null;
    }

    private sealed class Counted(Countdown counter, Future future) : LoopItem
    {
        internal override void Run(EventLoop loop) => counter.OnDone(future);

        internal override Future? OnBehalfOf => counter.Waiter;

        internal override string Describe() => "Wait";
    }
}
