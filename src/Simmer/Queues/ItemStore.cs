namespace Simmer;

/// <summary>What a queue keeps its items in, and so the order in which it gives them out.</summary>
internal abstract class ItemStore<T>
{
    internal abstract int Count { get; }

    internal abstract void Add(T item);

    /// <summary>Takes out the item that is next; there is one.</summary>
    internal abstract T Take();

    internal abstract void Clear();
}

/// <summary>First in, first out.</summary>
internal sealed class FifoStore<T> : ItemStore<T>
{
    private readonly Queue<T> _items = new();

    internal override int Count => _items.Count;

    internal override void Add(T item) => _items.Enqueue(item);

    internal override T Take() => _items.Dequeue();

    internal override void Clear() => _items.Clear();
}

/// <summary>Last in, first out.</summary>
internal sealed class StackStore<T> : ItemStore<T>
{
    private readonly Stack<T> _items = new();

    internal override int Count => _items.Count;

    internal override void Add(T item) => _items.Push(item);

    internal override T Take() => _items.Pop();

    internal override void Clear() => _items.Clear();
}
