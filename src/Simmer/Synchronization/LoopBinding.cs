namespace Simmer;

/// <summary>Ties a primitive to the loop of the first task that had to wait at it.</summary>
internal static class LoopBinding
{
    /// <summary>The running loop, which the primitive belongs to from now on.</summary>
    /// <exception cref="InvalidOperationException">It belongs to another loop.</exception>
    internal static EventLoop Bind(ref EventLoop? bound, object primitive)
    {
        EventLoop loop = Asyncio.RunningLoop("wait");
        bound ??= loop;
        return bound == loop ? loop : throw new InvalidOperationException(
            $"{primitive} is bound to a different event loop{(bound.IsClosed ? ", which is closed" : "")}: "
            + "tasks of that loop have waited at it. Make one for each loop.");
    }
}
