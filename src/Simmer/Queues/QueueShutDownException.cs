namespace Simmer;

/// <summary>An <see cref="AsyncQueue{T}"/> was shut down: it takes no more items, or has none left to give.</summary>
/// <remarks><c>asyncio.QueueShutDown</c>.</remarks>
public class QueueShutDownException : InvalidOperationException
{
    /// <summary>Makes an exception with the usual message.</summary>
    public QueueShutDownException()
        : this("The queue is shut down.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public QueueShutDownException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public QueueShutDownException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
