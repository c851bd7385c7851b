namespace Simmer;

/// <summary>An <see cref="AsyncQueue{T}"/> had no room for a call that does not wait.</summary>
/// <remarks><c>asyncio.QueueFull</c>.</remarks>
public class QueueFullException : InvalidOperationException
{
    /// <summary>Makes an exception with the usual message.</summary>
    public QueueFullException()
        : this("The queue is full.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public QueueFullException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public QueueFullException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
