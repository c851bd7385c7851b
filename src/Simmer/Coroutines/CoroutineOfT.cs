using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>
/// A call of an <c>async Coroutine&lt;T&gt;</c> method that has not run yet. Awaiting it, or making a task of it, runs
/// it and gives its result.
/// </summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks><inheritdoc cref="Coroutine" path="/remarks"/></remarks>
/// <example>
/// <code>
/// static async Coroutine&lt;string&gt; FetchData(int delay, string name)
/// {
///     await Asyncio.Sleep(delay);
///     return $"Data from {name}";
/// }
///
/// string data = Asyncio.Run(FetchData(1, "API A"));
/// </code>
/// </example>
[AsyncMethodBuilder(typeof(CoroutineMethodBuilder<>))]
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct Coroutine<T> : IAwaitable<T>, IEquatable<Coroutine<T>>
{
    internal readonly Frame? Frame;
    internal readonly long Token;

    internal Coroutine(Frame frame, long token)
    {
        Frame = frame;
        Token = token;
    }

    /// <summary>What <c>await</c> uses. Not for direct calls.</summary>
    /// <returns>The awaiter.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CoroutineAwaiter<T> GetAwaiter() => new(this);

    /// <inheritdoc cref="Coroutine.Close"/>
    public void Close() => CoroutineGuard.Close(Frame, Token);

    /// <inheritdoc/>
    public bool Equals(Coroutine<T> other) => ReferenceEquals(Frame, other.Frame) && Token == other.Token;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Coroutine<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Frame, Token);

    /// <inheritdoc cref="Coroutine.op_Equality"/>
    public static bool operator ==(Coroutine<T> left, Coroutine<T> right) => left.Equals(right);

    /// <inheritdoc cref="Coroutine.op_Inequality"/>
    public static bool operator !=(Coroutine<T> left, Coroutine<T> right) => !left.Equals(right);

    /// <inheritdoc cref="Coroutine.ToString"/>
    public override string ToString() => CoroutineGuard.Describe(Frame, Token);

    Future IAwaitable.ToFuture(EventLoop loop) => loop.CreateTask(this);

    LoopTask? IAwaitable.Runner => CoroutineGuard.RunnerOf(Frame, Token);

    internal Frame<T> RootFrame()
    {
        CoroutineGuard.CheckFresh(Frame, Token);
        return Unsafe.As<Frame<T>>(Frame!);
    }
}
