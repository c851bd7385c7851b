namespace Simmer;

/// <summary>Something at which tasks wait in a <see cref="WaiterLine"/>.</summary>
internal interface IPrimitive
{
    /// <summary>
    /// A task that waited was cancelled, perhaps after it was woken, and has left the line: what it was woken for, or
    /// kept from others by its place in the line, is to be passed on.
    /// </summary>
    internal void Abandon(WaiterLine line, Waiter waiter);
}
