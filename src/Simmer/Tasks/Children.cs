namespace Simmer;

/// <summary>Turns the arguments of gather and its kin into futures.</summary>
internal static class Children
{
    internal static Future[] Of<TAwaitable>(EventLoop loop, ReadOnlySpan<TAwaitable> awaitables)
        where TAwaitable : IAwaitable
    {
        var children = new Future[awaitables.Length];
        for (int i = 0; i < children.Length; i++)
        {
            children[i] = Of(loop, awaitables[i], children, i);
        }

        return children;
    }

    internal static Future[] Of<TAwaitable>(EventLoop loop, IEnumerable<TAwaitable> awaitables)
        where TAwaitable : IAwaitable
    {
        ArgumentNullException.ThrowIfNull(awaitables);
        var children = new List<Future>();
        foreach (TAwaitable awaitable in awaitables)
        {
            children.Add(Of(loop, awaitable, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(children), children.Count));
        }

        return [.. children];
    }

    internal static T[] Results<T>(Future[] children)
    {
        var results = new T[children.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = children[i].ResultAs<T>();
        }

        return results;
    }

    internal static Outcome<T>[] Outcomes<T>(Future[] children)
    {
        var outcomes = new Outcome<T>[children.Length];
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = Outcome.Of<T>(children[i]);
        }

        return outcomes;
    }

    internal static Outcome<object?>[] Outcomes(Future[] children) =>
        Array.ConvertAll(children, static child => Outcome.Of(child));

    private static Future Of<TAwaitable>(EventLoop loop, TAwaitable awaitable, ReadOnlySpan<Future> before, int count)
        where TAwaitable : IAwaitable
    {
        if (awaitable is null)
        {
            throw new ArgumentException($"Argument {count} is null: a coroutine, a task or a future was expected.");
        }

        // A coroutine that stands among the arguments twice is one child, as in asyncio; a second task of it would fail.
        return awaitable.Runner is { } task && before[..count].Contains(task) ? task : awaitable.ToFuture(loop);
    }
}
