using System.Diagnostics;
using System.Text;

namespace Simmer;

/// <summary>An error that has no caller to go to, and where it happened: what exception handlers get.</summary>
/// <param name="message">What happened.</param>
public sealed class ExceptionContext(string message)
{
    /// <summary>What happened.</summary>
    public string Message { get; } = message;

    /// <summary>The error, if there is one.</summary>
    public Exception? Exception { get; init; }

    /// <summary>The future concerned, if any.</summary>
    public Future? Future { get; init; }

    /// <summary>The task concerned, if any.</summary>
    public LoopTask? Task { get; init; }

    /// <summary>The callback concerned, if any.</summary>
    public Handle? Handle { get; init; }

    /// <summary>The future concerned in words, also when it is gone.</summary>
    public string? FutureDescription { get; init; }

    /// <summary>The name of the task concerned, if any, also when it is gone.</summary>
    internal string? TaskName
    {
        get => field ?? (Task ?? Future as LoopTask)?.Name;
        init;
    }

    /// <summary>Where the future or task was made, in debug mode; else null.</summary>
    public StackTrace? CreationStack
    {
        get => field ?? (Task ?? Future)?.CreationStack;
        init;
    }

    /// <summary>The report as the default handler writes it.</summary>
    /// <returns>The message, what it concerns and the error, on several lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder(Message);
        if ((Task?.ToString() ?? FutureDescription ?? Future?.ToString()) is { } subject)
        {
            text.AppendLine().Append("  ").Append(subject);
        }

        if (CreationStack is { } stack && UserStack.Of(stack) is { Count: > 0 } calls)
        {
            text.AppendLine().AppendLine("Created at:").Append(UserStack.Format(calls));
        }

        if (Exception is not null)
        {
            text.AppendLine().Append(TextOf(Exception));
        }

        return text.ToString();
    }

    /// <summary>The error with its trace. Its text is the program's own code, which may fail in turn.</summary>
    private static string TextOf(Exception error)
    {
        try
        {
            return error.ToString();
        }
        catch (Exception failure)
        {
            return $"{error.GetType()}: its text failed with {failure.GetType()}.{Environment.NewLine}{error.StackTrace}";
        }
    }
}
