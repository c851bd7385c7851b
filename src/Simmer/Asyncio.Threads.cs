namespace Simmer;

public static partial class Asyncio
{
    /// <summary>Calls a blocking function on another thread while the loop goes on.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="function">The function. It runs in a copy of the caller's context.</param>
    /// <returns>A coroutine of what it returns; nothing starts before it is awaited.</returns>
    /// <exception cref="InvalidOperationException">The run is ending and takes no more calls.</exception>
    /// <remarks>
    /// Cancel safety: a call that has begun cannot be stopped; cancelling abandons it and drops its result. One that is
    /// still queued never runs. Semantics: <c>asyncio.to_thread</c>.
    /// </remarks>
    /// <example><code>
    /// byte[] hash = await ToThread(() => SHA256.HashData(File.ReadAllBytes(path)));
    /// </code></example>
    public static async Coroutine<T> ToThread<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        EventLoop loop = GetRunningLoop();
        return await loop.CallOnThread(function, ExecutionContext.Capture(), loop.DefaultExecutor);
    }

    /// <inheritdoc cref="ToThread{T}(Func{T})"/>
    /// <param name="action">The function. It runs in a copy of the caller's context.</param>
    public static async Coroutine ToThread(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Func<Nothing> function = () =>
        {
            action();
            return default;
        };
        EventLoop loop = GetRunningLoop();
        await loop.CallOnThread(function, ExecutionContext.Capture(), loop.DefaultExecutor);
    }

    /// <summary>Runs a coroutine on a loop, from another thread.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="coroutine">The coroutine; it becomes a task of the loop.</param>
    /// <param name="loop">The loop, running on another thread.</param>
    /// <param name="cancellationToken">Cancels the task; if it is cancelled before the loop takes the coroutine, that is not started.</param>
    /// <returns>A .NET task of its result, error or cancellation.</returns>
    /// <exception cref="InvalidOperationException">The loop is closed.</exception>
    /// <remarks>
    /// The .NET task always ends: if the loop is closed first, with an <see cref="InvalidOperationException"/> that says how far the
    /// coroutine had come. <c>asyncio.run_coroutine_threadsafe</c>.
    /// </remarks>
    public static Task<T> RunCoroutineThreadsafe<T>(
        Coroutine<T> coroutine, EventLoop loop, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loop);
        return ThreadEntry<T>.Run(
            loop, () => loop.CreateTask(coroutine), coroutine.Close, static task => ((LoopTask<T>)task).Value!, cancellationToken);
    }

    /// <inheritdoc cref="RunCoroutineThreadsafe{T}(Coroutine{T}, EventLoop, CancellationToken)"/>
    public static Task RunCoroutineThreadsafe(
        Coroutine coroutine, EventLoop loop, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loop);
        return ThreadEntry<Nothing>.Run(loop, () => loop.CreateTask(coroutine), coroutine.Close, static _ => default, cancellationToken);
    }
}
