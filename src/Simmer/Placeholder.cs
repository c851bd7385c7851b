namespace Simmer;

/// <summary>Stands in until the runtime is here.</summary>
public static class Placeholder
{
    /// <summary>Gives a greeting.</summary>
    /// <param name="name">Whom to greet.</param>
    public static string Greet(string name) => $"hello, {name}";
}
