using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>Awaits of what is not Simmer's: <see cref="Task"/>, <see cref="ValueTask"/>, anything with an awaiter.</summary>
internal static class ForeignAwaits
{
    /// <summary>
    /// Has the awaiter call <paramref name="continuation"/>, which only puts the task back on the ready queue and may run
    /// on any thread. A .NET task is asked to call it directly, not through the synchronization context, which would
    /// cost a post and an iteration.
    /// </summary>
    internal static void OnCompleted<TAwaiter>(ref TAwaiter awaiter, Action continuation)
        where TAwaiter : INotifyCompletion
    {
        if (!Kind<TAwaiter>.HoldsTask)
        {
            Register(ref awaiter, continuation);
            return;
        }

        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            Register(ref awaiter, continuation);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>The <see cref="Task"/> that a .NET awaiter waits for, if it is one whose layout is known.</summary>
    internal static Task? TaskOf<TAwaiter>(ref TAwaiter awaiter) =>
        Kind<TAwaiter>.HoldsTask ? Unsafe.As<TAwaiter, object?>(ref awaiter) as Task : null;

    /// <summary>Whether what a foreign await waited for ended cancelled, which is how a token delivers a cancellation.</summary>
    internal static bool EndedCancelled(object? waited) => waited is Task { IsCanceled: true };

    private static void Register<TAwaiter>(ref TAwaiter awaiter, Action continuation)
        where TAwaiter : INotifyCompletion
    {
        if (awaiter is ICriticalNotifyCompletion)
        {
            ((ICriticalNotifyCompletion)awaiter).UnsafeOnCompleted(continuation);
        }
        else
        {
            awaiter.OnCompleted(continuation);
        }
    }

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
