using System.ComponentModel;

namespace Simmer;

/// <summary>A future whose result is a <typeparamref name="T"/>, set by whoever made it.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks>Made by <see cref="EventLoop.CreateFuture{T}"/>. See <see cref="Future"/> for the rules.</remarks>
/// <example>
/// <code>
/// EventLoop loop = Asyncio.GetRunningLoop();
/// Future&lt;string&gt; answer = loop.CreateFuture&lt;string&gt;();
/// loop.CallLater(1, () => answer.SetResult("42"));
/// Console.WriteLine(await answer);
/// </code>
/// </example>
public class Future<T> : Future, IAwaitable<T>
{
    internal T? Value;

    internal Future(EventLoop loop)
        : base(loop)
    {
    }

    /// <summary>The result. Unlike a <see cref="System.Threading.Tasks.Task{T}"/>'s, it never blocks.</summary>
    /// <exception cref="InvalidStateException">It is not done.</exception>
    /// <exception cref="CancelledException">It was cancelled.</exception>
    public T Result => ResultAs<T>();

    /// <summary>Completes the future with a result.</summary>
    /// <param name="result">The result.</param>
    /// <exception cref="InvalidStateException">It is done already.</exception>
    public void SetResult(T result)
    {
        ThrowIfDone();
        Value = result;
        FinishSucceeded();
    }

    /// <summary>Completes the future with an error.</summary>
    /// <param name="exception">The error.</param>
    /// <exception cref="InvalidStateException">It is done already.</exception>
    public void SetException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ThrowIfDone();
        FinishFailed(exception);
    }

    /// <summary>What <c>await</c> uses. Not for direct calls.</summary>
    /// <returns>The awaiter.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public new FutureAwaiter<T> GetAwaiter() => new(this);

    private protected sealed override object? BoxedValue => Value;

    internal bool TrySetResult(T result)
    {
        if (IsDone)
        {
            return false;
        }

        SetResult(result);
        return true;
    }
}
