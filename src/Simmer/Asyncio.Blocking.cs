namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Begins a part of the current task, or callback, in which code that blocks the loop is not reported.</summary>
    /// <returns>What ends the part, for <c>using</c>.</returns>
    /// <remarks>
    /// For what is quick enough, or meant to hold the loop. It holds for this task alone; without a loop it does nothing. Debug mode
    /// tells of slow steps all the same.
    /// </remarks>
    /// <example><code>
    /// using (Asyncio.AllowBlocking())
    /// {
    ///     settings = File.ReadAllText("settings.json");
    /// }
    /// </code></example>
    public static BlockingScope AllowBlocking() => new(EventLoop.Current);
}
