namespace Simmer;

/// <summary>The coroutines behind <c>ForEach</c> and the gather with a limit: workers that share one lazy sequence.</summary>
internal static class Bounded
{
    internal static async Coroutine ForEach<T>(IEnumerable<T> items, int limit, Func<T, Coroutine> body)
    {
        using IEnumerator<T> source = items.GetEnumerator();
        try
        {
            await TaskGroup.Run(async group =>
            {
                int workers = 1;
                if (source.MoveNext())
                {
                    await Work(source.Current);
                }

                async Coroutine Work(T item)
                {
                    // Each worker that finds something to do brings the next, so few items cost few workers.
                    if (workers < limit && source.MoveNext())
                    {
                        workers++;
                        _ = group.CreateTask(Work(source.Current));
                    }

                    await body(item);
                    while (source.MoveNext())
                    {
                        await body(source.Current);
                    }
                }
            });
        }
        catch (AggregateException errors) when (errors.InnerExceptions.Count == 1)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
    }

    internal static async Coroutine<T[]> Gather<T>(IEnumerable<Coroutine<T>> coroutines, int limit)
    {
        var results = new List<T?>();
        await ForEach(coroutines.Select((coroutine, index) => (coroutine, index)), limit, async item =>
        {
            T result = await item.coroutine;
            while (results.Count <= item.index)
            {
                results.Add(default);
            }

            results[item.index] = result;
        });
        return [.. results!];
    }
}
