using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>A task whose coroutine returns a <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks><inheritdoc cref="LoopTask" path="/remarks"/></remarks>
public sealed class LoopTask<T> : LoopTask, IAwaitable<T>
{
    internal T? Value;

    internal LoopTask(EventLoop loop, Frame<T> root, string? name, TaskContext? context, bool eager, CancelScope? scope = null)
        : base(loop, root, name, context, eager, scope)
    {
    }

    /// <summary>The result. Unlike a <see cref="System.Threading.Tasks.Task{T}"/>'s, it never blocks.</summary>
    /// <exception cref="InvalidStateException">The task is not done.</exception>
    /// <exception cref="CancelledException">It was cancelled.</exception>
    public T Result => ResultAs<T>();

    /// <summary>What <c>await</c> uses. Not for direct calls.</summary>
    /// <returns>The awaiter.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public new FutureAwaiter<T> GetAwaiter() => new(this);

    private protected override object? BoxedValue => Value;

    internal override void RootFinished(Frame root)
    {
        if (root.State == FrameState.Returned)
        {
            Value = Unsafe.As<Frame<T>>(root).Result;
            root.Release();
            FinishWithResult();
        }
        else
        {
            FinishWith(TakeError(root));
        }
    }
}
