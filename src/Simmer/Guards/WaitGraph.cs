namespace Simmer;

/// <summary>Which tasks can never go on by themselves: those that wait for each other, and those that wait for such.</summary>
/// <remarks>
/// A wait is understood if it is known who ends it: a task ends the wait for itself, its holder that for a lock, its children that for
/// a gather, a shield, a wait or a group. A task is stuck if everything that could end its wait is stuck, or is a lock whose
/// holder has ended. Every other wait (a future, an event, a queue, a sleep, a .NET task) may be ended by somebody
/// outside, and what depends on one is not stuck.
/// </remarks>
internal sealed class WaitGraph
{
    /// <summary>Who can end the wait of each future; null for one that others can end.</summary>
    private readonly Dictionary<Future, List<Future>?> _endedBy = [];
    private readonly Dictionary<Future, List<Future>> _ends = [];
    private readonly HashSet<Future> _free = [];
    private readonly LoopTask[] _tasks;

    internal WaitGraph(EventLoop loop)
    {
        _tasks = loop.Tasks.ToArray();
        Read(loop.RunsUntil);
        Free();
        Stuck = [.. _tasks.Where(IsStuck)];
        IsEverythingStuck = Stuck.Count == _tasks.Length && loop.RunsUntil is { } end && IsStuck(end);
    }

    /// <summary>The stuck tasks, oldest first.</summary>
    internal IReadOnlyList<LoopTask> Stuck { get; }

    /// <summary>Whether all tasks are, and the run, which ends with one of them. Others may end when somebody outside likes.</summary>
    internal bool IsEverythingStuck { get; }

    /// <summary>The lock that a task waits for, and its holder.</summary>
    internal static (AsyncLock Mutex, LoopTask Holder)? LockOf(LoopTask task) =>
        task.AwaitedFuture is Waiter { Primitive: AsyncLock { Holder: { } holder } mutex } ? (mutex, holder) : null;

    /// <summary>The stuck task that a stuck one waits for, by way of what may be in between; null if its lock's holder has ended.</summary>
    internal LoopTask? Next(LoopTask task)
    {
        var seen = new HashSet<Future> { task };
        var open = new Queue<Future>(_endedBy[task]!);
        while (open.TryDequeue(out Future? future))
        {
            if (future is LoopTask next)
            {
                return next;
            }

            if (seen.Add(future))
            {
                foreach (Future below in _endedBy[future]!)
                {
                    open.Enqueue(below);
                }
            }
        }

        return null;
    }

    private bool IsStuck(Future future) => !_free.Contains(future);

    private void Read(Future? end)
    {
        var open = new Stack<Future>(_tasks);
        if (end is not null)
        {
            open.Push(end);
        }

        while (open.TryPop(out Future? future))
        {
            if (_endedBy.ContainsKey(future))
            {
                continue;
            }

            List<Future>? by = EndedBy(future);
            _endedBy.Add(future, by);
            foreach (Future other in by ?? [])
            {
                open.Push(other);
                if (!_ends.TryGetValue(other, out List<Future>? ends))
                {
                    _ends.Add(other, ends = []);
                }

                ends.Add(future);
            }
        }
    }

    /// <summary>What depends on a wait that others can end may go on.</summary>
    private void Free()
    {
        var open = new Stack<Future>(_endedBy.Where(static entry => entry.Value is null).Select(static entry => entry.Key));
        while (open.TryPop(out Future? future))
        {
            if (_free.Add(future))
            {
                foreach (Future dependent in _ends.GetValueOrDefault(future, []))
                {
                    open.Push(dependent);
                }
            }
        }
    }

    private static List<Future>? EndedBy(Future future)
    {
        switch (future)
        {
            case LoopTask task:
                return task.AwaitedFuture is { IsDone: false } awaited ? [awaited] : null;
            case Waiter { Primitive: AsyncLock { Holder: { } holder } }:
                // Foreign code has its lock from a task that ended with the acquisition, and releases it whenever it goes on.
                return !holder.IsDone ? [holder] : holder.RunsForForeignCode ? null : [];
            default:
                // One that is done has called its waiter already.
                return future.CompletedBy is { } joined && joined.Where(static other => !other.IsDone).ToList() is { Count: > 0 } by ? by : null;
        }
    }
}
