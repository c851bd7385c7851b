namespace Simmer.Cli.Commands;

/// <summary>What the user asked for cannot be done: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
