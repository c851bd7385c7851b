using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Simmer;

/// <summary>One call of the user's code.</summary>
/// <param name="Method">The name of the method, as the user wrote it.</param>
/// <param name="File">The source file; null where no PDB tells.</param>
/// <param name="Line">The line, from 1; 0 where no PDB tells.</param>
internal readonly record struct UserCall(string Method, string? File, int Line)
{
    /// <summary>The call as a line of a report.</summary>
    public override string ToString() =>
        File is null ? Method : string.Create(CultureInfo.InvariantCulture, $"{Method} at {File}:{Line}");
}

/// <summary>A stack as the user wrote the calls: without Simmer's frames, the compiler's and .NET's plumbing.</summary>
internal static class UserStack
{
    private const string MoveNext = "MoveNext";

    /// <summary>The calls of the user's code on this thread, innermost first.</summary>
    internal static List<UserCall> Capture() => Of(new StackTrace(1, fNeedFileInfo: true));

    /// <summary>The calls of the user's code in a stack, innermost first.</summary>
    internal static List<UserCall> Of(StackTrace stack)
    {
        var calls = new List<UserCall>();
        foreach (StackFrame frame in stack.GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is { } method && IsUsers(method))
            {
                calls.Add(new UserCall(NameOf(method), frame.GetFileName(), frame.GetFileLineNumber()));
            }
        }

        return calls;
    }

    /// <summary>
    /// Who called the method of a state machine, of a stack that was taken when it was called: the method's own frame is left
    /// out, where the compiler has not inlined it.
    /// </summary>
    internal static List<UserCall> CallersOf(Type machine, StackTrace stack)
    {
        List<UserCall> calls = Of(stack);
        StackFrame? first = stack.GetFrames().FirstOrDefault(static frame => DiagnosticMethodInfo.Create(frame) is { } method && IsUsers(method));
        if (calls.Count > 1 && first is not null && DiagnosticMethodInfo.Create(first) is { Name: not MoveNext } method
            && MethodNames.Readable(method.Name) == MethodNames.Of(machine))
        {
            calls.RemoveAt(0);
        }

        return calls;
    }

    internal static string Format(IReadOnlyList<UserCall> calls)
    {
        var text = new StringBuilder();
        foreach (UserCall call in calls)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    in {call}");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The .NET method that the user's code called: the last one before it on the stack, as <c>Task.Wait</c>.</summary>
    internal static string? Callee(StackTrace stack)
    {
        string? callee = null;
        foreach (StackFrame frame in stack.GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is not { } method)
            {
                continue;
            }

            if (IsUsers(method))
            {
                return callee;
            }

            if (!IsSimmers(method))
            {
                callee = $"{ShortTypeName(method.DeclaringTypeName)}.{method.Name}";
            }
        }

        return callee;
    }

    private static string NameOf(DiagnosticMethodInfo method) =>
        method.Name == MoveNext && method.DeclaringTypeName is { } type
            ? MethodNames.Readable(type[(type.LastIndexOfAny(['+', '.']) + 1)..])
            : MethodNames.Readable(method.Name);

    private static string ShortTypeName(string? type)
    {
        string name = type is null ? "" : type[(type.LastIndexOfAny(['+', '.']) + 1)..];
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : name[..tick];
    }

    private static bool IsSimmers(DiagnosticMethodInfo method) => IsOf(method, "Simmer");

    private static bool IsUsers(DiagnosticMethodInfo method)
    {
        string assembly = method.DeclaringAssemblyName ?? "";
        return !IsOf(method, "Simmer")
            && !assembly.StartsWith("System.", StringComparison.Ordinal)
            && !assembly.StartsWith("Microsoft.", StringComparison.Ordinal)
            && !assembly.StartsWith("System,", StringComparison.Ordinal);
    }

    // Given with or without version and key.
    private static bool IsOf(DiagnosticMethodInfo method, string assembly) =>
        method.DeclaringAssemblyName is { } name
        && name.StartsWith(assembly, StringComparison.Ordinal)
        && (name.Length == assembly.Length || name[assembly.Length] == ',');
}
