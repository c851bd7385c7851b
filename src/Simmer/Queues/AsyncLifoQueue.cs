namespace Simmer;

/// <summary>A queue that gives out the item that was put last: a stack.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>See <see cref="AsyncQueue{T}"/> for the rules. Semantics: <c>asyncio.LifoQueue</c>.</remarks>
/// <example><code>
/// var undo = new AsyncLifoQueue&lt;string&gt;();
/// undo.PutNowait("typed a");
/// undo.PutNowait("typed b");
/// string last = await undo.Get();   // typed b
/// </code></example>
public sealed class AsyncLifoQueue<T> : AsyncQueue<T>
{
    /// <summary>Makes a queue.</summary>
    /// <param name="maxSize">How many items it has room for; zero or less for no limit.</param>
    public AsyncLifoQueue(int maxSize = 0)
        : base(maxSize, new StackStore<T>())
    {
    }
}
