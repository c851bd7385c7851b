using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Simmer;

/// <summary>How something ended: with a value or with an error. What <c>return_exceptions=True</c> gives in asyncio.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct Outcome<T> : IEquatable<Outcome<T>>
{
    private readonly T? _value;

    internal Outcome(T? value, Exception? exception)
    {
        _value = value;
        Exception = exception;
    }

    /// <summary>Whether it ended with a value.</summary>
    [MemberNotNullWhen(false, nameof(Exception))]
    public bool IsSuccess => Exception is null;

    /// <summary>Whether it was cancelled.</summary>
    public bool IsCancelled => Exception is CancelledException;

    /// <summary>The error; null if it ended with a value.</summary>
    public Exception? Exception { get; }

    /// <summary>The value; throws the error if there is one.</summary>
    public T Value
    {
        get
        {
            if (Exception is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(Exception);
            }

            return _value!;
        }
    }

    /// <inheritdoc/>
    public bool Equals(Outcome<T> other) =>
        ReferenceEquals(Exception, other.Exception) && EqualityComparer<T?>.Default.Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Outcome<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_value, Exception);

    /// <summary>Whether two outcomes are equal.</summary>
    /// <param name="left">One outcome.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they have equal values, or the same error.</returns>
    public static bool operator ==(Outcome<T> left, Outcome<T> right) => left.Equals(right);

    /// <summary>Whether two outcomes differ.</summary>
    /// <param name="left">One outcome.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(Outcome<T> left, Outcome<T> right) => !left.Equals(right);

    /// <summary>The value, or the error's type and message.</summary>
    /// <returns>A text for people.</returns>
    public override string ToString() =>
        Exception is null ? $"{_value}" : $"{Exception.GetType().Name}({Exception.Message})";
}

/// <summary>Makes outcomes.</summary>
public static class Outcome
{
    /// <summary>An outcome with a value.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>The outcome.</returns>
    public static Outcome<T> FromValue<T>(T value) => new(value, null);

    /// <summary>An outcome with an error.</summary>
    /// <typeparam name="T">The type that the value would have had.</typeparam>
    /// <param name="exception">The error.</param>
    /// <returns>The outcome.</returns>
    public static Outcome<T> FromException<T>(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(default, exception);
    }

    internal static Outcome<T> Of<T>(Future done) => ErrorOf(done) is { } error
        ? new Outcome<T>(default, error)
        : new Outcome<T>(done.ResultAs<T>(), null);

    internal static Outcome<object?> Of(Future done) => new(null, ErrorOf(done));

    private static Exception? ErrorOf(Future done) =>
        done.IsCancelled ? new CancelledException(done.CancellationMessage) : done.Exception;
}
