namespace Simmer;

/// <summary>The coroutines behind <c>Race</c> and <c>StaggeredRace</c>.</summary>
internal static class Racing
{
    internal static async Coroutine<T> Race<T>(LoopTask<T>[] runners) => (await Winner(runners)).Result;

    internal static async Coroutine Race(LoopTask[] runners) => await Winner(runners);

    private static async Coroutine<TTask> Winner<TTask>(TTask[] runners)
        where TTask : LoopTask
    {
        try
        {
            await foreach (TTask runner in new AsCompletedSequence<TTask>(Asyncio.GetRunningLoop(), runners, null))
            {
                if (Succeeded(runner))
                {
                    return runner;
                }
            }
        }
        finally
        {
            await CancelAndWait(runners);
        }

        throw new AggregateException("every coroutine of the race failed", runners.Select(ErrorOf));
    }

    internal static async Coroutine<StaggeredResult<T>> Staggered<T>(IEnumerable<Func<Coroutine<T>>> attempts, Delay? delay)
    {
        var runners = new List<LoopTask<T>>();
        LoopTask<T>? winner = null;
        try
        {
            foreach (Func<Coroutine<T>> attempt in attempts)
            {
                LoopTask<T> runner = Asyncio.CreateTask(Begin(attempt));
                runners.Add(runner);
                winner = await NextEvent(runners, runner, delay);
                if (winner is not null)
                {
                    break;
                }
            }

            while (winner is null && runners.Any(static runner => !runner.IsDone))
            {
                await Asyncio.Wait(runners.Where(static runner => !runner.IsDone), returnWhen: ReturnWhen.FirstCompleted);
                winner = runners.Find(Succeeded);
            }
        }
        finally
        {
            await CancelAndWait(runners);
        }

        return new StaggeredResult<T>(
            winner is null ? default : winner.Result,
            winner is null ? null : runners.IndexOf(winner),
            [.. runners.Select(runner => runner == winner ? null : ErrorOf(runner))]);
    }

    /// <summary>In the attempt's own task, so that one which throws before it is a coroutine has failed like any other.</summary>
    private static async Coroutine<T> Begin<T>(Func<Coroutine<T>> attempt) => await attempt();

    /// <summary>Cancels what is not done and waits for its end, as long as that takes.</summary>
    internal static async Coroutine CancelAndWait(IReadOnlyCollection<LoopTask> tasks)
    {
        foreach (LoopTask task in tasks)
        {
            task.Cancel();
        }

        CancelledException? cancelled = null;
        while (tasks.Any(static task => !task.IsDone))
        {
            try
            {
                await (cancelled is null ? Rest() : CancelScope.WaitAgain(Rest()));
            }
            catch (CancelledException caught)
            {
                cancelled = caught;
            }
        }

        foreach (LoopTask task in tasks)
        {
            task.MarkRetrieved();
        }

        if (cancelled is not null)
        {
            throw cancelled;
        }

        async Coroutine Rest() => await Asyncio.Wait(tasks.Where(static task => !task.IsDone));
    }

    /// <summary>Waits until the newest attempt has failed, its time is over, or an attempt has won.</summary>
    private static async Coroutine<LoopTask<T>?> NextEvent<T>(List<LoopTask<T>> runners, LoopTask<T> newest, Delay? delay)
    {
        double? deadline = delay is { } time ? Asyncio.GetRunningLoop().Time + time.Seconds : null;
        while (!newest.IsDone)
        {
            Delay? left = deadline - Asyncio.GetRunningLoop().Time is { } seconds ? (Delay)seconds : null;
            if (left?.Seconds <= 0)
            {
                break;
            }

            await Asyncio.Wait(runners.Where(static runner => !runner.IsDone), left, ReturnWhen.FirstCompleted);
            if (runners.Find(Succeeded) is { } winner)
            {
                return winner;
            }
        }

        return runners.Find(Succeeded);
    }

    private static bool Succeeded(LoopTask runner) => runner.State == FutureState.Succeeded;

    private static Exception ErrorOf(LoopTask runner) =>
        runner.IsCancelled ? new CancelledException(runner.CancellationMessage) : runner.Exception!;
}
