using System.Runtime.CompilerServices;

namespace Simmer.Conformance;

/// <summary>Marks the C# program of a case. The method is named by the case's id; the test shows what the case states.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CaseAttribute : FactAttribute
{
    public CaseAttribute(
        [CallerMemberName] string method = "",
        [CallerFilePath] string? sourceFilePath = null,
        [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Id = IdOf(method);
        DisplayName = $"{Id}: {Oracle.Statement(Id)}";
    }

    public string Id { get; }

    internal static string IdOf(string method) => method.Replace('_', '-');
}
