namespace Simmer;

/// <summary>Says that a method, or a type's methods, may block the loop, and why: the analyzers then say nothing of it.</summary>
/// <remarks>It changes nothing at run time.</remarks>
/// <example><code>
/// [AllowBlocking("Reads 200 bytes, once, before the first task starts")]
/// static string ReadVersion() => File.ReadAllText("version.txt");
/// </code></example>
/// <param name="reason">Why it may.</param>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct
        | AttributeTargets.Assembly)]
public sealed class AllowBlockingAttribute(string reason) : Attribute
{
    /// <summary>Why it may.</summary>
    public string Reason { get; } = reason;
}
