using System.Runtime.ExceptionServices;

namespace Simmer;

/// <summary>The coroutines behind <c>ForEach</c> and the gathers with a limit: workers that share one lazy sequence.</summary>
internal static class Bounded
{
    internal static async Coroutine ForEach<T>(IEnumerable<T> items, int limit, Func<T, Coroutine> body)
    {
        using IEnumerator<T> source = items.GetEnumerator();
        try
        {
            // No body runs in this task: a cancellation is to reach all of them, also where one swallows it.
            await TaskGroup.Run(async group => group.CreateTask(new Workers<T>(group, source, limit, body).Work()));
        }
        catch (AggregateException errors) when (errors.InnerExceptions.Count == 1)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
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
        await ForEach(coroutines.Index(), limit, async entry =>
        {
            Outcome<T> outcome;
            try
            {
                outcome = Outcome.FromValue(await entry.Item);
            }
            catch (Exception error) when (error is not SystemExitException && !IsOurs(error))
            {
                outcome = Outcome.FromException<T>(error);
            }

            Put(outcomes, entry.Index, outcome);
        });
        return [.. outcomes];
    }

    /// <summary>Whether the gather itself is cancelled, and not only the coroutine of one entry.</summary>
    private static bool IsOurs(Exception error) => error is OperationCanceledException && Asyncio.CurrentTask() is { Cancelling: > 0 };

    private static void Put<T>(List<T> list, int index, T value)
    {
        while (list.Count <= index)
        {
            list.Add(default!);
        }

        list[index] = value;
    }

    private sealed class Workers<T>(TaskGroup group, IEnumerator<T> source, int limit, Func<T, Coroutine> body)
    {
        private int _count = 1;
        private bool _ended;

        internal async Coroutine Work()
        {
            // A worker takes its items itself, in its own step: one that is cancelled before it begins has lost none.
            while (TryTake(out T item))
            {
                // Each that finds something to do brings the next, so few items cost few workers.
                if (_count < limit)
                {
                    _count++;
                    _ = group.CreateTask(Work());
                }

                try
                {
                    await body(item);
                }
                catch
                {
                    _ended = true;
                    throw;
                }
            }
        }

        /// <summary>The next item, unless there is none, a body has failed, or this worker was cancelled and swallowed it.</summary>
        private bool TryTake(out T item)
        {
            _ended = _ended || Asyncio.CurrentTask() is { Cancelling: > 0 } || !source.MoveNext();
            item = _ended ? default! : source.Current;
            return !_ended;
        }
    }
}
