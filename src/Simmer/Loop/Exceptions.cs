namespace Simmer;

/// <summary>The error that a cancelled task or future gives to what awaits it.</summary>
/// <remarks>
/// It is thrown at the await where a cancelled task stands. <c>asyncio.CancelledError</c> is no <c>Exception</c> in
/// Python; this one is, so <c>catch (Exception)</c> swallows a cancellation unless it rethrows it.
/// </remarks>
public class CancelledException : OperationCanceledException
{
    /// <summary>Makes an exception without a message.</summary>
    public CancelledException()
        : this(null, null)
    {
    }

    /// <summary>Makes an exception with the message given to <c>Cancel</c>.</summary>
    /// <param name="cancelMessage">The message, or null.</param>
    public CancelledException(string? cancelMessage)
        : this(cancelMessage, null)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="cancelMessage">The message, or null.</param>
    /// <param name="innerException">The cause, or null.</param>
    public CancelledException(string? cancelMessage, Exception? innerException)
        : base(cancelMessage is null ? "The task was cancelled." : $"The task was cancelled: {cancelMessage}", innerException) =>
        CancelMessage = cancelMessage;

    /// <summary>The message given to <c>Cancel</c>, or null.</summary>
    public string? CancelMessage { get; }
}

/// <summary>A future was asked for what it does not have in its state: a result before it is done, a second result.</summary>
/// <remarks><c>asyncio.InvalidStateError</c>.</remarks>
public class InvalidStateException : InvalidOperationException
{
    /// <summary>Makes an exception without a message.</summary>
    public InvalidStateException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public InvalidStateException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidStateException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The program was interrupted (Ctrl-C) and its main task ended by it.</summary>
/// <remarks>Thrown by <see cref="Asyncio.Run(Coroutine, RunnerOptions?)"/>, never inside a task. <c>KeyboardInterrupt</c>.</remarks>
public class KeyboardInterruptException : Exception
{
    /// <summary>Makes an exception with the usual message.</summary>
    public KeyboardInterruptException()
        : this("Interrupted (Ctrl-C).")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public KeyboardInterruptException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public KeyboardInterruptException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// Thrown by a task or a callback to end the run at once: it leaves the loop through
/// <see cref="EventLoop.RunForever"/>, past every other task.
/// </summary>
/// <remarks>Python's <c>SystemExit</c>. The loop stays usable; <see cref="Asyncio.Run(Coroutine, RunnerOptions?)"/> cancels what is left and rethrows it.</remarks>
public class SystemExitException : Exception
{
    /// <summary>Makes an exception with exit code 0.</summary>
    public SystemExitException()
        : this(0)
    {
    }

    /// <summary>Makes an exception with an exit code.</summary>
    /// <param name="exitCode">The exit code that the program is to end with.</param>
    public SystemExitException(int exitCode)
        : base($"Exit with code {exitCode}.") => ExitCode = exitCode;

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public SystemExitException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public SystemExitException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The exit code that the program is to end with.</summary>
    public int ExitCode { get; }
}
