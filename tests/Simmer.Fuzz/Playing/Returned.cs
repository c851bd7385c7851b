namespace Simmer.Fuzz;

/// <summary>That a block was left by a return.</summary>
/// <param name="Value">The value returned.</param>
internal sealed record Returned(object? Value);
