namespace Simmer;

/// <summary>What goes on at an <see cref="AsyncQueue{T}"/>.</summary>
/// <param name="Count">How many items it holds.</param>
/// <param name="MaxSize">How many it has room for; 0 for no limit.</param>
/// <param name="Unfinished">How many items were put and not reported done.</param>
/// <param name="Getting">How many tasks wait for an item.</param>
/// <param name="Putting">How many tasks wait for room.</param>
/// <param name="Joining">How many tasks wait for the items to be done.</param>
/// <param name="IsShutDown">Whether it is shut down.</param>
public readonly record struct QueueStatistics(
    int Count, int MaxSize, int Unfinished, int Getting, int Putting, int Joining, bool IsShutDown);
