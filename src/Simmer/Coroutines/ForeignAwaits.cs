using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>Awaits of what is not Simmer's: <see cref="Task"/>, <see cref="ValueTask"/>, anything with an awaiter.</summary>
internal static class ForeignAwaits
{
    /// <summary>Whether a state machine awaits anything but Simmer's own: the compiler keeps a field for each type of awaiter.</summary>
    internal static bool AreIn([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.NonPublicFields)] Type machine)
    {
        FieldInfo[] fields = machine.GetFields(BindingFlags.Instance | BindingFlags.NonPublic);

        // The first question for a field's name takes a program 1.6 ms of its start, so few ask it: an awaiter that is a class is kept as an
        // object, as an error is that waits for the end of a clean-up.
        return Array.Exists(fields, static field => IsForeignAwaiter(field.FieldType))
            || Array.Exists(fields, static field => field.FieldType == typeof(object) && field.Name.StartsWith("<>u__", StringComparison.Ordinal));
    }

    private static bool IsForeignAwaiter(Type type) =>
        type.IsValueType && type.Assembly != typeof(ForeignAwaits).Assembly && typeof(INotifyCompletion).IsAssignableFrom(type);

    /// <summary>
    /// What an awaiter waits for, to be registered with once the stack has unwound: the .NET task itself where there is
    /// one, else a box of the awaiter.
    /// </summary>
    internal static object WaitOf<TAwaiter>(ref TAwaiter awaiter)
        where TAwaiter : INotifyCompletion =>
        Kind<TAwaiter>.HoldsTask && Unsafe.As<TAwaiter, object?>(ref awaiter) is Task task
            ? task
            : new ForeignWait<TAwaiter>(awaiter);

    /// <summary>
    /// Has what is waited for call <paramref name="continuation"/>, which only puts the task back on the ready queue and may
    /// run on any thread. A task that ends on the loop's thread calls it at once, as it has captured the loop's context; without
    /// the context it would go by the thread pool.
    /// </summary>
    internal static void Register(object wait, Action continuation)
    {
        if (wait is Task task)
        {
            task.GetAwaiter().UnsafeOnCompleted(continuation);
        }
        else
        {
            ((ForeignWait)wait).Register(continuation);
        }
    }

    /// <summary>Whether what a foreign await waited for ended cancelled, which is how a token delivers a cancellation.</summary>
    internal static bool EndedCancelled(object? waited) =>
        waited is Task { IsCanceled: true } || waited is ForeignWait { EndedCancelled: true };

    /// <summary>What is known of one awaiter type.</summary>
    private static class Kind<TAwaiter>
    {
        /// <summary>
        /// Whether the awaiter begins with a reference to a task or a value-task source: true of the BCL's own awaiters,
        /// whose structs put their one reference first.
        /// </summary>
        internal static readonly bool HoldsTask = typeof(TAwaiter).IsValueType && IsKnown(
            typeof(TAwaiter).IsGenericType ? typeof(TAwaiter).GetGenericTypeDefinition() : typeof(TAwaiter));

        private static bool IsKnown(Type type) =>
            type == typeof(TaskAwaiter)
            || type == typeof(TaskAwaiter<>)
            || type == typeof(ConfiguredTaskAwaitable.ConfiguredTaskAwaiter)
            || type == typeof(ConfiguredTaskAwaitable<>.ConfiguredTaskAwaiter)
            || type == typeof(ValueTaskAwaiter)
            || type == typeof(ValueTaskAwaiter<>)
            || type == typeof(ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter)
            || type == typeof(ConfiguredValueTaskAwaitable<>.ConfiguredValueTaskAwaiter);
    }
}

/// <summary>A foreign awaiter that is no .NET task's, kept until the stack has unwound.</summary>
internal abstract class ForeignWait
{
    internal abstract void Register(Action continuation);

    /// <summary>Whether what it waited for has ended cancelled, as far as can be told.</summary>
    internal abstract bool EndedCancelled { get; }
}

/// <inheritdoc/>
internal sealed class ForeignWait<TAwaiter>(TAwaiter awaiter) : ForeignWait
    where TAwaiter : INotifyCompletion
{
    private readonly TAwaiter _awaiter = awaiter;

    public override string ToString() => typeof(TAwaiter).Name;

    internal override bool EndedCancelled => ValueTaskAwaiters<TAwaiter>.IsCancelled?.Invoke(_awaiter) ?? false;

    internal override void Register(Action continuation)
    {
        if (_awaiter is ICriticalNotifyCompletion critical)
        {
            critical.UnsafeOnCompleted(continuation);
        }
        else
        {
            _awaiter.OnCompleted(continuation);
        }
    }
}
