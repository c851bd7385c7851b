namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Makes a task of a coroutine, as <see cref="CreateTask(Coroutine, string?, TaskContext?, bool?)"/>.</summary>
    /// <param name="coroutine">The coroutine.</param>
    /// <returns>The task.</returns>
    /// <remarks><c>asyncio.ensure_future</c>: code that takes any awaitable gets a future of it.</remarks>
    public static LoopTask EnsureFuture(Coroutine coroutine) => CreateTask(coroutine);

    /// <inheritdoc cref="EnsureFuture(Coroutine)"/>
    /// <typeparam name="T">The type of the result.</typeparam>
    public static LoopTask<T> EnsureFuture<T>(Coroutine<T> coroutine) => CreateTask(coroutine);

    /// <summary>A task or future is itself; a coroutine becomes a task.</summary>
    /// <param name="awaitable">What to get the future of.</param>
    /// <returns>The future.</returns>
    /// <exception cref="InvalidOperationException">No loop runs on this thread, or the future is another loop's.</exception>
    public static Future EnsureFuture(IAwaitable awaitable)
    {
        ArgumentNullException.ThrowIfNull(awaitable);
        return awaitable.ToFuture(RunningLoop("ensure a future"));
    }

    /// <summary>A future that follows a .NET task.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="task">The task.</param>
    /// <returns>The future.</returns>
    public static Future<T> EnsureFuture<T>(Task<T> task) => WrapFuture(task);

    /// <inheritdoc cref="EnsureFuture{T}(Task{T})"/>
    public static Future EnsureFuture(Task task) => WrapFuture(task);
}
