using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Simmer;

/// <summary>Items on their way from tasks that make them to tasks that use them, first in, first out.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// <para>With a size, a fast producer waits for its consumers. Tasks that wait are woken in the order in which they came, one
/// for each item or room; but an item is not handed to the woken task: who asks before that task runs gets it, and
/// the woken task goes to the end of the line.</para>
/// <para>Putting into a queue with room and getting from one with items neither yield nor, once it has grown, allocate.</para>
/// <para>Not for use between threads; it is bound to the loop on which a task first had to wait at it: from other
/// threads, <see cref="EventLoop.CallSoonThreadsafe(Action, TaskContext?)"/>. Semantics: <c>asyncio.Queue</c>.</para>
/// </remarks>
/// <example><code>
/// var queue = new AsyncQueue&lt;int&gt;(maxSize: 100);
///
/// async Coroutine Producer()
/// {
///     for (int i = 0; i &lt; 1000; i++)
///     {
///         await queue.Put(i);
///     }
///
///     queue.Shutdown();
/// }
///
/// async Coroutine Consumer()
/// {
///     await foreach (int item in queue.ReadAll())
///     {
///         Console.WriteLine(item);
///     }
/// }
///
/// await Asyncio.Gather(Producer(), Consumer());
/// </code></example>
[DebuggerDisplay("{ToString(),nq}")]
public class AsyncQueue<T> : IPrimitive
{
    private readonly ItemStore<T> _items;
    private EventLoop? _loop;
    private WaiterLine? _getting;
    private WaiterLine? _putting;
    private WaiterLine? _joining;
    private int _unfinished;

    /// <summary>Makes a queue.</summary>
    /// <param name="maxSize">How many items it has room for; zero or less for no limit.</param>
    public AsyncQueue(int maxSize = 0)
        : this(maxSize, new FifoStore<T>())
    {
    }

    private protected AsyncQueue(int maxSize, ItemStore<T> store)
    {
        MaxSize = Math.Max(maxSize, 0);
        _items = store;
    }

    /// <summary>How many items it has room for; 0 for no limit.</summary>
    public int MaxSize { get; }

    /// <summary>How many items it holds.</summary>
    public int Count => _items.Count;

    /// <summary>Whether it holds no item.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>Whether it has no room left; never, if it has no limit.</summary>
    public bool IsFull => MaxSize > 0 && _items.Count >= MaxSize;

    /// <summary>Whether <see cref="Shutdown"/> was called.</summary>
    public bool IsShutDown { get; private set; }

    /// <summary>Waits until there is room, and puts an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>A coroutine that ends when the queue has the item.</returns>
    /// <exception cref="QueueShutDownException">The queue is shut down, or is while this waits.</exception>
    /// <exception cref="InvalidOperationException">It has to wait, and the queue is bound to another loop; or it is on the
    /// wrong thread.</exception>
    /// <remarks>Cancel safety: cancelled, it has not put the item, and the room goes to the next that waits.</remarks>
    public async Coroutine Put(T item)
    {
        while (IsFull)
        {
            ThrowIfShutDown();
            await Join(ref _putting, nameof(Put));
        }

        PutNowait(item);
    }

    /// <summary>Waits until there is an item, and takes it.</summary>
    /// <returns>A coroutine that gives the item.</returns>
    /// <exception cref="QueueShutDownException">The queue is shut down and empty, or is while this waits.</exception>
    /// <exception cref="InvalidOperationException">It has to wait, and the queue is bound to another loop; or it is on the
    /// wrong thread.</exception>
    /// <remarks>Cancel safety: cancelled, it has taken no item, and the next that waits gets the one meant for it.</remarks>
    public async Coroutine<T> Get()
    {
        while (IsEmpty)
        {
            ThrowIfShutDown();
            await Join(ref _getting, nameof(Get));
        }

        return GetNowait();
    }

    /// <summary>Puts an item, if there is room now.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="QueueFullException">There is no room.</exception>
    /// <exception cref="QueueShutDownException">The queue is shut down.</exception>
    /// <exception cref="InvalidOperationException">This is the wrong thread.</exception>
    public void PutNowait(T item)
    {
        _loop?.CheckAccess();
        ThrowIfShutDown();
        if (IsFull)
        {
            throw new QueueFullException($"The queue is full: {this}. Await Put, or use TryPut.");
        }

        Add(item);
    }

    /// <summary>Takes an item, if there is one now.</summary>
    /// <returns>The item.</returns>
    /// <exception cref="QueueEmptyException">There is no item.</exception>
    /// <exception cref="QueueShutDownException">There is no item, and the queue is shut down.</exception>
    /// <exception cref="InvalidOperationException">This is the wrong thread.</exception>
    public T GetNowait()
    {
        _loop?.CheckAccess();
        if (IsEmpty)
        {
            ThrowIfShutDown();
            throw new QueueEmptyException($"The queue is empty: {this}. Await Get, or use TryGet.");
        }

        return Take();
    }

    /// <summary>Puts an item, if there is room now and the queue is not shut down.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether it was put.</returns>
    /// <exception cref="InvalidOperationException">This is the wrong thread.</exception>
    public bool TryPut(T item)
    {
        _loop?.CheckAccess();
        if (IsFull || IsShutDown)
        {
            return false;
        }

        Add(item);
        return true;
    }

    /// <summary>Takes an item, if there is one now.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">This is the wrong thread.</exception>
    public bool TryGet([MaybeNullWhen(false)] out T item)
    {
        _loop?.CheckAccess();
        if (IsEmpty)
        {
            item = default;
            return false;
        }

        item = Take();
        return true;
    }

    /// <summary>For <c>await foreach</c>: takes item after item, until the queue is shut down and empty.</summary>
    /// <returns>The sequence. Several tasks may read at once, each from a sequence of its own: an item goes to one of them.</returns>
    /// <example><code>
    /// await foreach (string url in urls.ReadAll())
    /// {
    ///     await Fetch(url);
    ///     urls.TaskDone();
    /// }
    /// </code></example>
    public AsyncQueueSequence<T> ReadAll() => new(this);

    /// <summary>Reports that an item taken from the queue has been worked on: once for each item put.</summary>
    /// <exception cref="InvalidOperationException">It was called more often than items were put; or this is the wrong thread.</exception>
    public void TaskDone()
    {
        _loop?.CheckAccess();
        if (_unfinished == 0)
        {
            throw new InvalidOperationException("TaskDone() was called too many times: once for each item that was put is right.");
        }

        Finish(1);
    }

    /// <summary>Waits until <see cref="TaskDone"/> has been called for every item that was put; returns at once if it has.</summary>
    /// <returns>A coroutine that ends when the work is done.</returns>
    /// <exception cref="InvalidOperationException">It has to wait, and the queue is bound to another loop; or it is on the
    /// wrong thread.</exception>
    /// <remarks>Cancel safety: cancelling it changes nothing for others.</remarks>
    public async Coroutine Join()
    {
        _loop?.CheckAccess();
        if (_unfinished == 0)
        {
            return;
        }

        await Join(ref _joining, nameof(Join));
    }

    /// <summary>Closes the queue: nothing more can be put, and who waits for what cannot come is woken.</summary>
    /// <param name="immediate">False to let the items that it holds be taken; true to drop them, each as if reported done.</param>
    /// <exception cref="InvalidOperationException">This is the wrong thread.</exception>
    /// <remarks>Items that were taken before still need their <see cref="TaskDone"/>. It may be called again.</remarks>
    public void Shutdown(bool immediate = false)
    {
        _loop?.CheckAccess();
        IsShutDown = true;
        if (immediate)
        {
            int dropped = Math.Min(_items.Count, _unfinished);
            _items.Clear();
            Finish(dropped);
        }

        _getting?.WakeAll();
        _putting?.WakeAll();
    }

    /// <summary>What goes on at this queue now.</summary>
    /// <returns>A snapshot.</returns>
    public QueueStatistics Statistics() => new(
        Count, MaxSize, _unfinished, _getting?.Waiting ?? 0, _putting?.Waiting ?? 0, _joining?.Waiting ?? 0, IsShutDown);

    /// <inheritdoc/>
    public override string ToString()
    {
        string type = GetType().Name.Split('`')[0];
        string size = MaxSize == 0 ? "" : $"/{MaxSize}";
        return $"<{type} count={Count}{size} unfinished={_unfinished} getting={_getting?.Waiting ?? 0} "
            + $"putting={_putting?.Waiting ?? 0}{(IsShutDown ? " shut down" : "")}>";
    }

    void IPrimitive.Abandon(WaiterLine line, Waiter waiter)
    {
        // Woken for an item or for room that is there still: the next in line can have it.
        if (waiter.WasWoken && ((line == _getting && !IsEmpty) || (line == _putting && !IsFull)))
        {
            line.WakeNext();
        }
    }

    /// <summary>Waits until there is an item to take.</summary>
    /// <returns>A coroutine that gives false if the queue is shut down and empty.</returns>
    internal async Coroutine<bool> WaitToTake()
    {
        while (IsEmpty)
        {
            if (IsShutDown)
            {
                return false;
            }

            await Join(ref _getting, nameof(Get));
        }

        return true;
    }

    private Waiter Join(ref WaiterLine? line, string verb)
    {
        EventLoop loop = LoopBinding.Bind(ref _loop, this);
        line ??= new WaiterLine(this, verb);
        return line.Join(loop);
    }

    private void Add(T item)
    {
        try
        {
            _items.Add(item);
        }
        catch
        {
            // A comparer threw. The room that this was woken for is there still: the next in line can have it.
            _putting?.WakeNext();
            throw;
        }

        _unfinished++;
        _getting?.WakeNext();
    }

    private T Take()
    {
        T item;
        try
        {
            item = _items.Take();
        }
        catch
        {
            // As above: the item is there still.
            _getting?.WakeNext();
            throw;
        }

        _putting?.WakeNext();
        return item;
    }

    private void Finish(int count)
    {
        _unfinished -= count;
        if (_unfinished == 0)
        {
            _joining?.WakeAll();
        }
    }

    private void ThrowIfShutDown()
    {
        if (IsShutDown)
        {
            throw new QueueShutDownException($"The queue is shut down: {this}.");
        }
    }
}
