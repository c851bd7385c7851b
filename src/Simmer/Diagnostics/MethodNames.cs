using System.Runtime.CompilerServices;

namespace Simmer;

/// <summary>Turns the compiler's name of a state machine back into the name of the method.</summary>
/// <remarks>
/// The compiler writes <c>&lt;Fetch&gt;d__3</c> for a method, <c>&lt;&lt;Main&gt;g__Local|3_0&gt;d</c> for a local
/// function and <c>&lt;&lt;Main&gt;b__3_1&gt;d</c> for a lambda.
/// </remarks>
internal static class MethodNames
{
    internal static string Of(Type machineType) => Readable(machineType.Name);

    /// <summary>The name of the method, with the type in front where the type is not the program's entry.</summary>
    internal static string Qualified(Type machineType)
    {
        string? type = machineType.DeclaringType is { } declaring ? Readable(declaring.Name) : null;
        string method = Of(machineType);
        return type is null or "Program" || type.StartsWith('<') || type.StartsWith("lambda", StringComparison.Ordinal) || method.Contains(' ')
            ? method : $"{type}.{method}";
    }

    internal static string Of(Delegate callback) => OfContinuation(callback) ?? Readable(callback.Method.Name);

    /// <summary>
    /// The name of the method that goes on when .NET calls <paramref name="continuation"/>; null if that is something else. Its target is
    /// the box of the method's state machine, whose type the box has as an argument.
    /// </summary>
    internal static string? OfContinuation(object? continuation) =>
        (continuation as Action)?.Target?.GetType().GetGenericArguments()
            .LastOrDefault(static type => typeof(IAsyncStateMachine).IsAssignableFrom(type)) is { } machine ? Of(machine) : null;

    internal static string Readable(string name)
    {
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        if (tick >= 0)
        {
            name = name[..tick];
        }

        int close = name.LastIndexOf('>');
        if (!name.StartsWith('<') || close < 2)
        {
            return name switch
            {
                ".ctor" => "constructor",
                ".cctor" => "static constructor",
                _ => WithoutInterface(name),
            };
        }

        string inner = name[1..close];
        string after = name[(close + 1)..];
        if (after.StartsWith("b__", StringComparison.Ordinal) || after.StartsWith("g__", StringComparison.Ordinal))
        {
            inner = $"<{inner}>{after}";
        }

        if (!inner.StartsWith('<'))
        {
            return inner.StartsWith("Main$", StringComparison.Ordinal) ? "Main" : WithoutInterface(inner);
        }

        int innerClose = inner.LastIndexOf('>');
        string rest = inner[(innerClose + 1)..];
        if (rest.StartsWith("g__", StringComparison.Ordinal))
        {
            int bar = rest.IndexOf('|', StringComparison.Ordinal);
            return bar < 0 ? rest[3..] : rest[3..bar];
        }

        if (rest == "$")
        {
            return inner[1..innerClose];
        }

        string outer = Readable(inner[1..innerClose].TrimEnd('$'));
        return outer.Length == 0 ? "lambda" : $"lambda in {outer}";
    }

    /// <summary>A method that implements an interface explicitly is called after that, in types with dashes for dots.</summary>
    private static string WithoutInterface(string method) => method[(method.LastIndexOfAny(['.', '-']) + 1)..];
}
