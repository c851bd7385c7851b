using System.Globalization;
using System.Text;

namespace Simmer;

/// <summary>What a guard found: a mistake that is no error yet, and where it is.</summary>
/// <param name="kind">What it is about.</param>
/// <param name="message">What happened, where, and what to do.</param>
/// <remarks>
/// Given to <see cref="EventLoop.WarningHandler"/>. Its text is the whole report; the other properties are for filters and
/// logs.
/// </remarks>
public sealed class LoopWarning(LoopWarningKind kind, string message)
{
    /// <summary>What it is about.</summary>
    public LoopWarningKind Kind { get; } = kind;

    /// <summary>What happened, where, and what to do.</summary>
    public string Message { get; } = message;

    /// <summary>The task concerned, if any.</summary>
    public LoopTask? Task { get; init; }

    /// <summary>The calls that led there, innermost first, a line each; null where they are not known.</summary>
    public string? CallStack { get; init; }

    /// <summary>The source file of the line that is to blame; null where it is not known.</summary>
    public string? File { get; init; }

    /// <summary>The line that is to blame, from 1; null where it is not known.</summary>
    public int? Line { get; init; }

    /// <summary>How long the loop was held so far, for what holds it; else zero.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether what it reports has ended: it is the last report of it.</summary>
    public bool IsOver { get; init; }

    /// <summary>The report as it is written to standard error.</summary>
    /// <returns>The message, the calls, and where the task was made if debug mode knows.</returns>
    public override string ToString()
    {
        var text = new StringBuilder("Simmer: ").Append(Message);
        if (CallStack is not null)
        {
            text.AppendLine().Append(CallStack);
        }

        if (Task is { CreationStack: { } stack } task && UserStack.Of(stack) is { Count: > 0 } calls)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"  task '{task.Name}' was made").Append(UserStack.Format(calls));
        }

        return text.ToString();
    }
}
