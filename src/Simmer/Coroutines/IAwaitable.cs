namespace Simmer;

/// <summary>
/// Something of Simmer's that can be awaited in a coroutine: a <see cref="Coroutine"/>, a <see cref="Future"/> or a
/// <see cref="LoopTask"/>.
/// </summary>
/// <remarks>Only Simmer's own types implement it: the members that do the work are internal.</remarks>
public interface IAwaitable
{
    /// <summary>The future of this awaitable on <paramref name="loop"/>; a coroutine becomes a task.</summary>
    internal Future ToFuture(EventLoop loop);

    /// <summary>The task that runs this coroutine already; null for one that is fresh or ended, and for futures.</summary>
    internal LoopTask? Runner { get; }
}

/// <summary>
/// Something of Simmer's whose await gives a <typeparamref name="T"/>: a <see cref="Coroutine{T}"/>, a
/// <see cref="Future{T}"/> or a <see cref="LoopTask{T}"/>.
/// </summary>
/// <typeparam name="T">The type of the result.</typeparam>
public interface IAwaitable<out T> : IAwaitable;
