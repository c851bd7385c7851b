using System.Globalization;

namespace Simmer;

/// <summary>Where a task stands in the user's code.</summary>
internal static class Places
{
    /// <summary>The innermost call that is not one of Simmer's own; null if there is none.</summary>
    internal static Frame? UsersFrame(LoopTask task)
    {
        Frame? frame = task.Leaf;
        while (frame is not null && frame.MachineType.Assembly == typeof(Places).Assembly)
        {
            frame = frame.Link as Frame;
        }

        return frame;
    }

    /// <summary>The line at which the task is suspended, as far as it can be known.</summary>
    internal static SourceLine? LineOf(LoopTask task) => UsersFrame(task) is { } frame ? SourceLines.Of(frame) : null;

    /// <summary>The place in words: <c> in Fetch at Program.cs:12</c>; empty if it is not known.</summary>
    internal static string Of(LoopTask task)
    {
        if (UsersFrame(task) is not { } frame)
        {
            return "";
        }

        return SourceLines.Of(frame) is { } line
            ? string.Create(CultureInfo.InvariantCulture, $" in {MethodNames.Of(frame.MachineType)} at {line.File}:{line.Line}")
            : $" in {MethodNames.Of(frame.MachineType)}";
    }
}
