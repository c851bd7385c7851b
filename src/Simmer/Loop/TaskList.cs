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
            _eager = task.PreviousTask;
            task.PreviousTask = null;
            if (!task.IsDone)
            {
                Add(task);
            }
        }
    }

    internal void Add(LoopTask task)
    {
        if (_eager is { } older)
        {
            AddEager(older);
        }

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

    private void AddEager(LoopTask innermost)
    {
        _eager = null;
        if (innermost.PreviousTask is { } outer)
        {
            AddEager(outer);
        }

        Add(innermost);
    }

    /// <summary>Removes a task that has ended; one that ends in its eager step is in no list yet.</summary>
    internal void Remove(LoopTask task)
    {
        if (task == _eager)
        {
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
        int eager = 0;
        for (LoopTask? task = _eager; task is not null; task = task.PreviousTask)
        {
            eager += task.IsDone ? 0 : 1;
        }

        var tasks = new LoopTask[Count + eager];
        int index = 0;
        for (LoopTask? task = _first; task is not null; task = task.NextTask)
        {
            tasks[index++] = task;
        }

        index = tasks.Length;
        for (LoopTask? task = _eager; task is not null; task = task.PreviousTask)
        {
            if (!task.IsDone)
            {
                tasks[--index] = task;
            }
        }

        return tasks;
    }
}
