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
/// <remarks>
/// Take the stack whole: how many of Simmer's frames lie on top is the JIT's choice, and to leave out a fixed number may leave out the call
/// that is looked for.
/// </remarks>
internal static class UserStack
{
    private const string MoveNext = "MoveNext";
    private const string SynchronizationContext = "System.Threading.SynchronizationContext";
    private const string WaitHandle = "System.Threading.WaitHandle";

    /// <summary>The calls of the user's code in a stack, innermost first: those that the loop has made, not what has run the loop.</summary>
    internal static List<UserCall> Of(StackTrace stack) =>
    [
        .. Calls(stack).Where(static call => IsUsers(call.Method))
            .Select(static call => new UserCall(NameOf(call.Method), call.Frame.GetFileName(), call.Frame.GetFileLineNumber())),
    ];

    /// <summary>
    /// Who called the method of a state machine, of a stack that was taken when it was called: the method's own frame is left
    /// out, where the compiler has not inlined it.
    /// </summary>
    internal static List<UserCall> CallersOf(Type machine, StackTrace stack)
    {
        List<UserCall> calls = Of(stack);
        DiagnosticMethodInfo? first = Calls(stack).Select(static call => call.Method).FirstOrDefault(IsUsers);
        if (calls.Count > 1 && first?.Name is not MoveNext && calls[0].Method == MethodNames.Of(machine))
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
        foreach ((_, DiagnosticMethodInfo method) in Calls(stack))
        {
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

    /// <summary>Whether a wait is one for a lock: the innermost of .NET's calls enter one.</summary>
    internal static bool EntersLock(StackTrace stack) =>
        Calls(stack).Select(static call => call.Method)
            .FirstOrDefault(static method => !IsSimmers(method) && method.DeclaringTypeName is not (SynchronizationContext or WaitHandle))
            ?.Name.Contains("Enter", StringComparison.Ordinal) == true;

    /// <summary>The calls on a stack up to the loop's, innermost first. NativeAOT does not know all methods.</summary>
    private static IEnumerable<(StackFrame Frame, DiagnosticMethodInfo Method)> Calls(StackTrace stack) =>
        stack.GetFrames()
            .Select(static frame => (Frame: frame, Method: DiagnosticMethodInfo.Create(frame)!))
            .Where(static call => call.Method is not null)
            .TakeWhile(static call => call.Method is not { Name: nameof(EventLoop.RunForever), DeclaringTypeName: "Simmer.EventLoop" });

    private static string NameOf(DiagnosticMethodInfo method) =>
        method.Name == MoveNext && method.DeclaringTypeName is { } type
            ? MethodNames.Readable(type[(type.LastIndexOfAny(['+', '.']) + 1)..])
            : MethodNames.Readable(method.Name);

    private static string ShortTypeName(string? type)
    {
        string name = type ?? "";
        return name[(name.LastIndexOfAny(['+', '.']) + 1)..].Split('`')[0];
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
