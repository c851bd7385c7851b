namespace Simmer;

/// <summary>The unfinished tasks of a loop, oldest first: strong references, so that none is collected in mid-flight.</summary>
internal sealed class TaskList
{
    private LoopTask? _first;
    private LoopTask? _last;

    /// <summary>
    /// The innermost of the tasks that run their first step inside the call that made them, each of which has the one around it
    /// as its previous. Most end in that step, make no other, and are never put among the others.
    /// </summary>
    private LoopTask? _eager;

    /// <summary>How many there are, but for those that run their first step eagerly and have made no other.</summary>
    internal int Count { get; private set; }

    internal void BeginEager(LoopTask task)
    {
        if (_eager is { } outer)
        {
            task.PreviousTask = outer;
        }

        _eager = task;
    }

    internal void EndEager(LoopTask task)
    {
        if (task == _eager)
        {
            AddEager();
        }
    }

    internal void Add(LoopTask task)
    {
        AddEager();
        task.PreviousTask = _last;
        if (_last is null)
        {
            _first = task;
        }
        else
        {
            _last.NextTask = task;
        }

        _last = task;
        Count++;
    }

    /// <summary>Puts the eager tasks among the others, the outermost, which is the oldest, first.</summary>
    private void AddEager()
    {
        if (_eager is { } task)
        {
            _eager = task.PreviousTask;
            Add(task);
        }
    }

    /// <summary>Removes a task that has ended.</summary>
    internal void Remove(LoopTask task)
    {
        if (task == _eager)
        {
            _eager = task.PreviousTask;
            task.PreviousTask = null;
            return;
        }

        LoopTask? previous = task.PreviousTask;
        LoopTask? next = task.NextTask;
        if (previous is null)
        {
            _first = next;
        }
        else
        {
            previous.NextTask = next;
        }

        if (next is null)
        {
            _last = previous;
        }
        else
        {
            next.PreviousTask = previous;
        }

        task.PreviousTask = task.NextTask = null;
        Count--;
    }

    internal LoopTask[] ToArray()
    {
        AddEager();
        var tasks = new LoopTask[Count];
        int index = 0;
        for (LoopTask? task = _first; task is not null; task = task.NextTask)
        {
            tasks[index++] = task;
        }

        return tasks;
    }
}
