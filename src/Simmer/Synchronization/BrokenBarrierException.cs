namespace Simmer;

/// <summary>An <see cref="AsyncBarrier"/> was aborted, or reset while tasks waited at it.</summary>
/// <remarks><c>asyncio.BrokenBarrierError</c>.</remarks>
public class BrokenBarrierException : InvalidOperationException
{
    /// <summary>Makes an exception with the usual message.</summary>
    public BrokenBarrierException()
        : this("The barrier is broken.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public BrokenBarrierException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public BrokenBarrierException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
