namespace Simmer;

/// <summary>What the loop's ready queue holds: a task to step or a callback to call.</summary>
/// <remarks>Only Simmer's own types derive from it.</remarks>
public abstract class LoopItem
{
    /// <summary>The key of this item's live timer, or 0: a timer entry with another key is stale.</summary>
    internal int TimerKey;

    private protected LoopItem()
    {
    }

    /// <summary>Runs the item on its loop. It was taken off the ready queue just now.</summary>
    internal abstract void Run(EventLoop loop);

    /// <summary>The loop has closed and will never run the item: gives back what it holds, tells who waits for it. Called once.</summary>
    internal virtual void Drop()
    {
    }

    /// <summary>As a waiter: the future or task that waits, for the call graph; null for a plain callback.</summary>
    internal virtual Future? OnBehalfOf => null;

    /// <summary>The item as messages and traces show it.</summary>
    internal abstract string Describe();
}
