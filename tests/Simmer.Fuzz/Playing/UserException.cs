namespace Simmer.Fuzz;

/// <summary>An error that a program raises by hand.</summary>
/// <param name="kind">The name of the error in Python.</param>
/// <param name="message">What tells it from others.</param>
internal sealed class UserException(string kind, string message) : Exception(message)
{
    internal string Kind { get; } = kind;
}
