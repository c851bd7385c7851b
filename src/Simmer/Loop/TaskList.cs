namespace Simmer;

/// <summary>The unfinished tasks of a loop, oldest first: strong references, so that none is collected in mid-flight.</summary>
internal sealed class TaskList
{
    private LoopTask? _first;
    private LoopTask? _last;

    internal int Count { get; private set; }

    internal void Add(LoopTask task)
    {
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

    /// <summary>Removes a task; does nothing if it is not in the list, as one that ended in its eager step.</summary>
    internal void Remove(LoopTask task)
    {
        LoopTask? previous = task.PreviousTask;
        LoopTask? next = task.NextTask;
        if (previous is null && next is null && _first != task)
        {
            return;
        }

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
        var tasks = new LoopTask[Count];
        int index = 0;
        for (LoopTask? task = _first; task is not null; task = task.NextTask)
        {
            tasks[index++] = task;
        }

        return tasks;
    }
}
