namespace Simmer;

/// <summary>The stream ended before all was read that was asked for; <see cref="Partial"/> has what came.</summary>
/// <remarks><c>asyncio.IncompleteReadError</c>.</remarks>
public class IncompleteReadException : EndOfStreamException
{
    /// <summary>Makes an exception with the usual message.</summary>
    public IncompleteReadException()
        : this([], null)
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public IncompleteReadException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public IncompleteReadException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception of a read that met the end.</summary>
    /// <param name="partial">What came before the end.</param>
    /// <param name="expected">How many bytes were asked for; null if up to a separator.</param>
    public IncompleteReadException(byte[] partial, int? expected)
        : base($"{partial?.Length ?? 0} bytes read on a total of {expected?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "undefined"} expected bytes")
    {
        Partial = partial ?? [];
        Expected = expected;
    }

    /// <summary>What came before the end.</summary>
    public ReadOnlyMemory<byte> Partial { get; }

    /// <summary>How many bytes were asked for; null if up to a separator.</summary>
    public int? Expected { get; }
}

/// <summary>No separator came within the stream's limit. The bytes stay in the stream.</summary>
/// <remarks><c>asyncio.LimitOverrunError</c>. From <see cref="LoopStream.ReadLine"/> it means that the line was dropped.</remarks>
public class LimitOverrunException : IOException
{
    /// <summary>Makes an exception with the usual message.</summary>
    public LimitOverrunException()
        : this("The separator is not found within the limit.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public LimitOverrunException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public LimitOverrunException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception of a read that went beyond the limit.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="consumed">How many bytes can be read without meeting a separator.</param>
    public LimitOverrunException(string? message, int consumed)
        : base(message) => Consumed = consumed;

    /// <summary>How many bytes can be read without meeting a separator.</summary>
    public int Consumed { get; }
}
