namespace Simmer;

/// <summary>The one seam for onlookers: what the loop tells of its tasks, as it happens, on the loop's thread.</summary>
/// <remarks>
/// An observer must not change what it looks at: it may read, count and record. An exception in it leaves the loop.
/// </remarks>
public abstract class LoopObserver
{
    /// <summary>A task was made.</summary>
    /// <param name="task">The task; its first step has not begun.</param>
    public virtual void TaskCreated(LoopTask task)
    {
    }

    /// <summary>A task's step begins.</summary>
    /// <param name="task">The task.</param>
    public virtual void StepBegun(LoopTask task)
    {
    }

    /// <summary>A task's step has ended: it is suspended or done.</summary>
    /// <param name="task">The task.</param>
    public virtual void StepEnded(LoopTask task)
    {
    }

    /// <summary>A task suspends.</summary>
    /// <param name="task">The task.</param>
    /// <param name="on">
    /// What it waits for: a <see cref="Future"/>, a <see cref="Task"/>, an object that stands for a timer or another
    /// awaiter; null if it only yields.
    /// </param>
    public virtual void Suspended(LoopTask task, object? on)
    {
    }

    /// <summary>What a task waited for is done; its step is queued.</summary>
    /// <param name="task">The task.</param>
    /// <param name="by">What it waited for.</param>
    public virtual void Woken(LoopTask task, object? by)
    {
    }

    /// <summary>A task is done.</summary>
    /// <param name="task">The task.</param>
    public virtual void TaskFinished(LoopTask task)
    {
    }

    /// <summary>The loop has nothing to do and begins to wait.</summary>
    public virtual void Idle()
    {
    }
}
