using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>
/// A call of an <c>async Coroutine</c> method that has not run yet. Awaiting it, or making a task of it, runs it.
/// </summary>
/// <remarks>
/// <para>A coroutine is inert: calling the method runs none of its body, argument checks included. It is awaited once;
/// a second await throws <see cref="InvalidOperationException"/>.</para>
/// <para>Awaiting a coroutine is a plain call in the current task: no yield, no new task, the same context.</para>
/// <para>It takes the semantics of Python's coroutine objects.</para>
/// </remarks>
/// <example>
/// <code>
/// static async Coroutine SayHello()
/// {
///     Console.WriteLine("Hello");
///     await Asyncio.Sleep(1);
///     Console.WriteLine("World");
/// }
///
/// Asyncio.Run(SayHello());
/// </code>
/// </example>
[AsyncMethodBuilder(typeof(CoroutineMethodBuilder))]
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct Coroutine : IAwaitable, IEquatable<Coroutine>
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
    public CoroutineAwaiter GetAwaiter() => new(this);

    /// <summary>
    /// Discards a coroutine that will not be awaited after all: its body never runs and nothing is reported.
    /// </summary>
    /// <remarks>Does nothing if the coroutine was awaited, made a task, or closed before.</remarks>
    public void Close() => CoroutineGuard.Close(Frame, Token);

    /// <inheritdoc/>
    public bool Equals(Coroutine other) => ReferenceEquals(Frame, other.Frame) && Token == other.Token;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Coroutine other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Frame, Token);

    /// <summary>Whether two values stand for the same call.</summary>
    /// <param name="left">One coroutine.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they are the same call.</returns>
    public static bool operator ==(Coroutine left, Coroutine right) => left.Equals(right);

    /// <summary>Whether two values stand for different calls.</summary>
    /// <param name="left">One coroutine.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they are different calls.</returns>
    public static bool operator !=(Coroutine left, Coroutine right) => !left.Equals(right);

    /// <summary>The coroutine as a debugger or a print shows it: <c>&lt;coroutine SayHello&gt;</c>.</summary>
    /// <returns>The name of the method between angle brackets.</returns>
    public override string ToString() => CoroutineGuard.Describe(Frame, Token);

    Future IAwaitable.ToFuture(EventLoop loop) => loop.CreateTask(this);

    LoopTask? IAwaitable.Runner => CoroutineGuard.RunnerOf(Frame, Token);

    /// <summary>The frame to link under a task, which a sleep does not have.</summary>
    internal Frame<Nothing> RootFrame()
    {
        if (ReferenceEquals(Frame, SleepMarker.Instance))
        {
            return Unsafe.As<Frame<Nothing>>(SleepMarker.Body(this).Frame!);
        }

        CoroutineGuard.CheckFresh(Frame, Token);
        return Unsafe.As<Frame<Nothing>>(Frame!);
    }
}
