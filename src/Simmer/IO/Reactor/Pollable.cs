namespace Simmer;

/// <summary>What a reactor holds: a channel, or a descriptor of the user's. It is told of events, and of the reactor's end.</summary>
internal abstract class Pollable
{
    /// <summary>Its place in the reactor's table.</summary>
    internal int Slot { get; set; } = -1;

    /// <summary>Whether a descriptor is its own, which nobody else may watch.</summary>
    internal virtual bool Owns(int descriptor) => false;

    /// <summary>Something has happened on its descriptor. Runs no user code: it puts items on the ready queue.</summary>
    internal abstract void OnEvents(uint events);

    /// <summary>
    /// The loop is closed or was dropped: the descriptor is to be closed too, if it is ours. May be a finalizer's thread: touches
    /// nothing else.
    /// </summary>
    internal abstract void OnLoopClosed();

    /// <summary>The loop is closed, and so is this: tells whoever waits for it and is no task of the loop's.</summary>
    internal virtual void DropWaiters()
    {
    }
}
