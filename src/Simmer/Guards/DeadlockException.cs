namespace Simmer;

/// <summary>Tasks wait for each other and nothing can wake them: the run cannot end.</summary>
/// <remarks>Its message lists every waiting task, what it waits for and who holds that, and spells out the circle.</remarks>
public class DeadlockException : InvalidOperationException
{
    /// <summary>Makes an exception without a message.</summary>
    public DeadlockException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public DeadlockException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public DeadlockException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
