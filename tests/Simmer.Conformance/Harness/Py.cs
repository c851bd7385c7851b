using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Simmer.Conformance;

/// <summary>Writes a line of the trace: the values as Python prints them, with spaces between.</summary>
/// <param name="values">The values.</param>
internal delegate void Tr(params ReadOnlySpan<object?> values);

/// <summary>How Python shows values and errors, and the errors that its programs raise.</summary>
internal static class Py
{
    private const string Arguments = "args";

    internal static string Line(ReadOnlySpan<object?> values)
    {
        var words = new string[values.Length];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = Str(values[i]);
        }

        return string.Join(' ', words);
    }

    internal static string Str(object? value) => value as string ?? Repr(value);

    internal static string Repr(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        string text => Quoted(text.Replace("\\", @"\\").Replace("\n", @"\n")),
        double number => Float(number),
        byte[] bytes => $"b{Repr(System.Text.Encoding.Latin1.GetString(bytes))}",
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(index => Repr(tuple[index])))})",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Repr))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>The oracle's compact form of an error: <c>ValueError('x')</c>, <c>ExceptionGroup[ValueError('x')]</c>.</summary>
    internal static string Exn(Exception? error) => error switch
    {
        null => "None",
        AggregateException group => $"{Names.Of(group)}[{string.Join(", ", group.InnerExceptions.Select(Exn))}]",
        InvalidOperationException when error.Message.StartsWith("Deadlock", StringComparison.Ordinal) => "Deadlock('nothing to run')",
        _ => $"{Names.Of(error)}({string.Join(", ", ArgumentsOf(error).Select(Repr))})",
    };

    internal static Exception ValueError(params object?[] arguments) => With(new ArgumentException(Line(arguments)), arguments);

    internal static Exception KeyError(params object?[] arguments) => With(new KeyNotFoundException(Line(arguments)), arguments);

    internal static Exception RuntimeError(params object?[] arguments) =>
        With(new InvalidOperationException(Line(arguments)), arguments);

    internal static Exception ZeroDivisionError() => new DivideByZeroException("division by zero");

    private static T With<T>(T error, object?[] arguments)
        where T : Exception
    {
        error.Data[Arguments] = arguments;
        return error;
    }

    private static object?[] ArgumentsOf(Exception error) => error switch
    {
        CancelledException { CancelMessage: null } => [],
        CancelledException cancelled => [cancelled.CancelMessage],
        SystemExitException exit => [exit.ExitCode],
        _ => error.Data[Arguments] as object?[] ?? [error.Message],
    };

    private static string Quoted(string text) =>
        text.Contains('\'') && !text.Contains('"') ? $"\"{text}\"" : $"'{text.Replace("'", @"\'")}'";

    private static string Float(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return double.IsInteger(number) && !text.Contains('E') ? $"{text}.0" : text;
    }
}
