using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>
/// What waits for a future, in the order in which it came: nothing, one item, or a list, in one field, because most
/// futures have at most one waiter.
/// </summary>
internal static class WaiterList
{
    internal static void Add(ref object? slot, LoopItem waiter)
    {
        if (slot is null)
        {
            slot = waiter;
        }
        else if (slot is List<LoopItem> list)
        {
            list.Add(waiter);
        }
        else
        {
            slot = new List<LoopItem>(4) { Unsafe.As<LoopItem>(slot), waiter };
        }
    }

    internal static int Remove(ref object? slot, Predicate<LoopItem> match)
    {
        if (slot is List<LoopItem> list)
        {
            return list.RemoveAll(match);
        }

        if (slot is LoopItem single && match(single))
        {
            slot = null;
            return 1;
        }

        return 0;
    }

    internal static void Schedule(object slot, Future done, EventLoop loop)
    {
        if (slot is List<LoopItem> list)
        {
            foreach (LoopItem waiter in list)
            {
                Schedule(waiter, done, loop);
            }
        }
        else
        {
            Schedule(Unsafe.As<LoopItem>(slot), done, loop);
        }
    }

    internal static LoopItem? Last(object? slot) => slot is List<LoopItem> list ? list.Count > 0 ? list[^1] : null : (LoopItem?)slot;

    internal static IEnumerable<LoopItem> Enumerate(object? slot) => slot switch
    {
        null => [],
        List<LoopItem> list => [.. list],
        _ => [(LoopItem)slot],
    };

    private static void Schedule(LoopItem waiter, Future done, EventLoop loop)
    {
        if (loop.Onlooker is { } observer && waiter is LoopTask task)
        {
            observer.Woken(task, done);
        }

        loop.Enqueue(waiter);
    }
}
