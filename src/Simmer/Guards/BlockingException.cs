namespace Simmer;

/// <summary>Code blocked the loop, and the policy is <see cref="BlockingPolicy.Throw"/>.</summary>
/// <remarks>Its message says which task, where, and what to write instead.</remarks>
public class BlockingException : InvalidOperationException
{
    /// <summary>Makes an exception without a message.</summary>
    public BlockingException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public BlockingException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public BlockingException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
