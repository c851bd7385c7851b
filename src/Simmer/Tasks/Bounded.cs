using System.Runtime.ExceptionServices;

namespace Simmer;

/// <summary>The coroutines behind <c>ForEach</c> and the gathers with a limit: workers that share one lazy sequence.</summary>
internal static class Bounded
{
    internal static async Coroutine ForEach<T>(IEnumerable<T> items, int limit, Func<T, Coroutine> body)
    {
        using IEnumerator<T> source = items.GetEnumerator();
        var workers = new Workers<T>(source, limit, body);
        try
        {
            // No body runs in this task: a cancellation is to reach all of them, also where one swallows it.
            await TaskGroup.Run(async group => group.CreateTask(workers.Work(group)));
        }
        catch (AggregateException errors) when (errors.InnerExceptions.Count == 1)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }

        if (workers.Cancelled is { } cancelled)
        {
            // For a group that is no error; but items are left, and a result is missing.
            ExceptionDispatchInfo.Throw(cancelled);
        }
    }

    internal static async Coroutine<T[]> Gather<T>(IEnumerable<Coroutine<T>> coroutines, int limit)
    {
        var results = new List<T?>();
        await ForEach(coroutines.Index(), limit, async entry => Put(results, entry.Index, await entry.Item));
        return [.. results!];
    }

    internal static async Coroutine<Outcome<T>[]> GatherOutcomes<T>(IEnumerable<Coroutine<T>> coroutines, int limit)
    {
        var outcomes = new List<Outcome<T>>();
        bool requestedAtEntry = LoopTask.Running.IsToldByScope;
        await ForEach(coroutines.Index(), limit, async entry =>
        {
            Outcome<T> outcome;
            try
            {
                outcome = Outcome.FromValue(await entry.Item);
            }
            catch (Exception error) when (error is not SystemExitException && !(error is OperationCanceledException && IsEnding(requestedAtEntry)))
            {
                outcome = Outcome.FromException<T>(error);
            }

            Put(outcomes, entry.Index, outcome);
        });
        return [.. outcomes];
    }

    /// <summary>Whether the whole is cancelled, by a request or a scope, and not only the coroutine of one entry.</summary>
    private static bool IsEnding(bool requestedAtEntry) =>
        LoopTask.Running is var worker && (worker.Cancelling > 0 || worker.IsCancelledFromOutside(requestedAtEntry));

    private static void Put<T>(List<T> list, int index, T value)
    {
        while (list.Count <= index)
        {
            list.Add(default!);
        }

        list[index] = value;
    }

    private sealed class Workers<T>(IEnumerator<T> source, int limit, Func<T, Coroutine> body)
    {
        private readonly bool _requestedAtEntry = LoopTask.Running.IsToldByScope;
        private int _count = 1;
        private bool _ended;

        /// <summary>What ended it, if that was a cancellation.</summary>
        internal CancelledException? Cancelled { get; private set; }

        internal async Coroutine Work(TaskGroup group)
        {
            // A worker takes its items itself, in its own step: one that is cancelled before it begins has lost none.
            while (TryTake(out T item))
            {
                // Each that finds something to do brings the next, so few items cost few workers.
                if (_count < limit)
                {
                    _count++;
                    _ = group.CreateTask(Work(group));
                }

                try
                {
                    await body(item);
                }
                catch (Exception error)
                {
                    _ended = true;
                    bool isEnding = IsEnding(_requestedAtEntry);
                    if (error is CancelledException || (isEnding && error is OperationCanceledException))
                    {
                        Cancelled ??= error as CancelledException ?? new CancelledException(null, error);
                    }

                    if (error is CancelledException && !isEnding)
                    {
                        // The body's own: as an error, it cancels the others.
                        group.Cancel();
                    }

                    throw;
                }

                if (IsEnding(_requestedAtEntry))
                {
                    // The body has swallowed it.
                    _ended = true;
                    Cancelled ??= new CancelledException();
                }
            }
        }

        /// <summary>The next item, unless there is none, a body has failed, or a worker was cancelled and swallowed it.</summary>
        private bool TryTake(out T item)
        {
            _ended = _ended || !source.MoveNext();
            item = _ended ? default! : source.Current;
            return !_ended;
        }
    }
}
