using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>Asks the awaiter of a <see cref="ValueTask"/> whether its operation ended cancelled, before the result is taken.</summary>
/// <remarks>
/// The awaiters hold nothing but the value task, so one can be read as the other; the sizes are compared to be sure. Where
/// code cannot be made at run time, only the commonest result types are known.
/// </remarks>
[SuppressMessage("Reliability", "CA2012", Justification = "It is asked for its status; the awaiter takes the result.")]
internal static class ValueTaskAwaiters<TAwaiter>
{
    /// <summary>Null if the awaiter is no value task's.</summary>
    internal static readonly Func<TAwaiter, bool>? IsCancelled = Create();

    private static Func<TAwaiter, bool>? Create()
    {
        Type type = typeof(TAwaiter);
        if (type == typeof(ValueTaskAwaiter) || type == typeof(ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter))
        {
            return Unsafe.SizeOf<TAwaiter>() == Unsafe.SizeOf<ValueTask>()
                ? static awaiter => Unsafe.As<TAwaiter, ValueTask>(ref awaiter).IsCanceled
                : null;
        }

        if (type == typeof(ValueTaskAwaiter<bool>) || type == typeof(ConfiguredValueTaskAwaitable<bool>.ConfiguredValueTaskAwaiter))
        {
            return Of<bool>();
        }

        if (type == typeof(ValueTaskAwaiter<int>) || type == typeof(ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter))
        {
            return Of<int>();
        }

        if (!type.IsGenericType || !RuntimeFeature.IsDynamicCodeSupported)
        {
            return null;
        }

        Type definition = type.GetGenericTypeDefinition();
        return definition == typeof(ValueTaskAwaiter<>)
            || definition == typeof(ConfiguredValueTaskAwaitable<>.ConfiguredValueTaskAwaiter)
            ? OfUnknown(type.GetGenericArguments()[0])
            : null;
    }

    private static Func<TAwaiter, bool>? Of<T>() => Unsafe.SizeOf<TAwaiter>() == Unsafe.SizeOf<ValueTask<T>>()
        ? static awaiter => Unsafe.As<TAwaiter, ValueTask<T>>(ref awaiter).IsCanceled
        : null;

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Called only where dynamic code is supported.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The method has no requirements on its type argument.")]
    private static Func<TAwaiter, bool>? OfUnknown(Type result) =>
        (Func<TAwaiter, bool>?)typeof(ValueTaskAwaiters<TAwaiter>)
            .GetMethod(nameof(Of), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(result)
            .Invoke(null, null);
}
