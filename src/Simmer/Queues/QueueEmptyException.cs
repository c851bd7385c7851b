namespace Simmer;

/// <summary>An <see cref="AsyncQueue{T}"/> had no item for a call that does not wait.</summary>
/// <remarks><c>asyncio.QueueEmpty</c>.</remarks>
public class QueueEmptyException : InvalidOperationException
{
    /// <summary>Makes an exception with the usual message.</summary>
    public QueueEmptyException()
        : this("The queue is empty.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public QueueEmptyException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public QueueEmptyException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
